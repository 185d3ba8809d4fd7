// When a model that was changed is framed anew: where the view of before would show little of it.
import { Box3, Vector3 } from 'three'
import { expect, it } from 'vitest'
import { isElsewhere } from '../../../../webview/model/reframing.ts'

const model = (side: number, at = 0) => ({
  box: new Box3().setFromCenterAndSize(new Vector3(at, 0, 0), new Vector3(side, side, side)),
  radius: (side * Math.sqrt(3)) / 2,
})

it.each([
  ['a little larger', model(1.5), false],
  ['three times as large', model(3), true],
  ['centimeters as meters', model(0.01), true],
  ['half as large', model(0.5), false],
  ['moved a little', model(1, 0.5), false],
  ['moved out of the picture', model(1, 3), true],
])('%s', (_, now, isNew) => {
  expect(isElsewhere(model(1), now)).toBe(isNew)
})
