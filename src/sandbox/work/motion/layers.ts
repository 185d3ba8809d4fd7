// The few building blocks that every clip of a biped is made of: poses held, swayed through, and passed through in
// turn. A clip is the sum of its layers.

/**
 * What a pose can change, in degrees unless noted. `L` and `R` are the sides, `B` means both alike.
 * x, y, z: the hips' place in body heights (y above the ground contact, z forward); pitch, yaw, roll: the whole body;
 * crouch: 0 to 1 of the leg; bend, twist, side: the spine; nod, look, tilt: the head;
 * arms: l lifted sideways from hanging, f raised forward, e elbow bent, w turned about its own length;
 * legs: T thigh forward, K knee bent, S spread, F foot down.
 */
export const CONTROLS = [
  ...['x', 'y', 'z', 'pitch', 'yaw', 'roll', 'crouch', 'bend', 'twist', 'side', 'nod', 'look', 'tilt'],
  ...['L', 'R'].flatMap((side) => [...'lfewTKSF'].map((name) => side + name)),
]

/** Amounts by control; absent ones are zero. */
export type Pose = Readonly<Record<string, number>>

/** A pose as a function of the way through the clip, 0 to 1. */
export type Layer = (phase: number) => Pose

/** `'Rl=150 Be=20'` as a pose. Throws on words that are no controls: the tables are code. */
export function pose(text: string): Pose {
  const out: Record<string, number> = {}
  for (const word of text.split(/\s+/).filter((part) => part !== '')) {
    const [name = '', amount = ''] = word.split('=')
    const names = name.startsWith('B') ? [`L${name.slice(1)}`, `R${name.slice(1)}`] : [name]
    for (const control of names) {
      if (!CONTROLS.includes(control) || !Number.isFinite(Number(amount))) throw new TypeError(`no control ${word}`)
      out[control] = (out[control] ?? 0) + Number(amount)
    }
  }
  return out
}

export function sum(...poses: readonly Pose[]): Pose {
  const out: Record<string, number> = {}
  for (const one of poses) for (const [name, amount] of Object.entries(one)) out[name] = (out[name] ?? 0) + amount
  return out
}

const times = (one: Pose, factor: number): Pose =>
  Object.fromEntries(Object.entries(one).map(([name, amount]) => [name, amount * factor]))

/** The pose throughout. */
export function hold(text: string): Layer {
  const held = pose(text)
  return () => held
}

/** To the pose and to its opposite, `cycles` times; `start` in turns. */
export function sway(text: string, cycles = 1, start = 0): Layer {
  const most = pose(text)
  return (phase) => times(most, Math.sin((phase * cycles + start) * Math.PI * 2))
}

/** From rest to the pose and back, `cycles` times, never beyond rest. */
export function pulse(text: string, cycles = 1, start = 0): Layer {
  const most = pose(text)
  return (phase) => times(most, 0.5 - 0.5 * Math.cos((phase * cycles + start) * Math.PI * 2))
}

/** Through poses at given times (0 to 1), easing in and out of each; before the first and after the last it stays. */
export function keys(...frames: readonly (readonly [number, string])[]): Layer {
  const parsed = frames.map(([time, text]) => ({ time, pose: pose(text) }))
  return (phase) => {
    const next = parsed.findIndex(({ time }) => time > phase)
    const after = parsed[next]
    const before = parsed[next - 1]
    if (!after) return parsed.at(-1)?.pose ?? {}
    if (!before) return after.pose
    const t = (phase - before.time) / (after.time - before.time)
    const eased = t * t * (3 - 2 * t)
    return sum(times(before.pose, 1 - eased), times(after.pose, eased))
  }
}

/** Steps: legs and arms swing in turn. `stride` and `arms` are half the swing, `knees` the bend of the leg that is lifted. */
export function gait(stride: number, knees: number, arms: number, cycles = 1): Layer {
  return (phase) => {
    const turn = phase * cycles * Math.PI * 2
    const [s, c] = [Math.sin(turn), Math.cos(turn)]
    return {
      LT: s * stride + Math.max(0, c) * knees * 0.35,
      RT: -s * stride + Math.max(0, -c) * knees * 0.35,
      LK: 6 + Math.max(0, c) * knees,
      RK: 6 + Math.max(0, -c) * knees,
      LF: -s * stride * 0.3,
      RF: s * stride * 0.3,
      Lf: -s * arms,
      Rf: s * arms,
      Le: 10 + arms * 0.5,
      Re: 10 + arms * 0.5,
      twist: s * stride * 0.2,
      yaw: -s * stride * 0.12,
      y: 0,
    }
  }
}

/** Forward (body heights) at an even pace. */
export const travel =
  (distance: number): Layer =>
  (phase) => ({ z: distance * phase })
