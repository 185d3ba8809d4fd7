// Which local tools can follow what a form makes, and with which options. No DOM.
import { areValues, OPERATORS, type Operator, operatorOf } from '../../src/mesh/tools/operators.ts'
import type { LocalStep } from '../../src/protocol/request.ts'

/** Tools that need neither selected parts nor a clip nor a picture: they can be asked for before there is a model. */
export const LOCAL_TOOLS: readonly Operator[] = OPERATORS.filter(
  ({ isHidden, parts, needsClip }) => !(isHidden || parts || needsClip),
)

/** Steps that this version can do; what it does not know, or has other options, is left out. */
export const possibleSteps = (steps: readonly LocalStep[]): readonly LocalStep[] =>
  steps.filter(({ tool, values }) => {
    const operator = operatorOf(tool)
    return operator !== undefined && LOCAL_TOOLS.includes(operator) && areValues(operator, values)
  })
