// The object graph of an FBX file that is being written: objects with ids, connections between them, typed properties, and the
// sections that every program expects.
import { CREATION_TIME, FILE_ID_BYTES } from './fbx-binary.ts'
import { type FbxNode, type FbxValue, fbx, Int, NAME_SEPARATOR } from './fbx-tree.ts'

const CREATOR = 'Tripo Studio'
/** A property of materials of ours whose colors are linear, so that we read them as they were. */
export const LINEAR_COLORS = 'LinearColors'
const FIRST_ID = 1_000_000n
/** Which axis is up, and how many centimetres a unit is. */
export interface FbxSpace {
  readonly up: 'y' | 'z'
  readonly unit: number
  /** The points are in these units already; else a node above them all brings them there. */
  readonly baked?: boolean
}

export type ObjectId = bigint
export const SCENE_ROOT: ObjectId = 0n

type PropertyValue = number | boolean | bigint | string | readonly number[]

/** The words of type before a property's value, by what the value is for. */
const TYPES = {
  color: ['Color', '', 'A'],
  colorRgb: ['ColorRGB', 'Color', ''],
  number: ['Number', '', 'A'],
  double: ['double', 'Number', ''],
  enum: ['enum', '', ''],
  int: ['int', 'Integer', ''],
  bool: ['bool', '', ''],
  string: ['KString', '', ''],
  url: ['KString', 'XRefUrl', ''],
  time: ['KTime', 'Time', ''],
  vector: ['Vector3D', 'Vector', ''],
  'Lcl Translation': ['Lcl Translation', '', 'A'],
  'Lcl Rotation': ['Lcl Rotation', '', 'A'],
  'Lcl Scaling': ['Lcl Scaling', '', 'A'],
} as const
export type PropertyType = keyof typeof TYPES

/** One entry of `Properties70`. Whole numbers of the types enum, int and bool are stored as 32-bit integers. */
export function property(name: string, type: PropertyType, value: PropertyValue): FbxNode {
  const whole = type === 'enum' || type === 'int' || type === 'bool'
  const values: FbxValue[] =
    typeof value === 'object'
      ? [...value]
      : whole
        ? [new Int(Number(value))]
        : [typeof value === 'boolean' ? value : value]
  return fbx('P', [name, ...TYPES[type], ...values])
}

export function properties(...list: readonly FbxNode[]): FbxNode {
  return fbx('Properties70', [], list)
}

export class FbxObjects {
  readonly #objects: FbxNode[] = []
  readonly #connections: FbxNode[] = []
  #nextId = FIRST_ID

  /** Adds an object such as ('Model', 'Box', 'Model', 'Mesh'): class name, its name, the class after it, its kind. */
  add(kind: string, name: string, className: string, type: string, children: readonly FbxNode[]): ObjectId {
    const id = this.#nextId++
    this.#objects.push(fbx(kind, [id, `${name}${NAME_SEPARATOR}${className}`, type], children))
    return id
  }

  /** Connects an object below another, or to one of its properties. */
  connect(child: ObjectId, parent: ObjectId, toProperty?: string): void {
    const end = toProperty === undefined ? [] : [toProperty]
    this.#connections.push(fbx('C', [toProperty === undefined ? 'OO' : 'OP', child, parent, ...end]))
  }

  /** All top-level nodes of the file. */
  finish(activeClip: string, space: FbxSpace): FbxNode[] {
    const counts = new Map<string, number>([['GlobalSettings', 1]])
    for (const { name } of this.#objects) counts.set(name, (counts.get(name) ?? 0) + 1)
    const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
    const types = [...counts].map(([name, count]) => fbx('ObjectType', [name], [fbx('Count', [new Int(count)])]))
    const scene = [
      properties(property('SourceObject', 'string', ''), property('ActiveAnimStackName', 'string', activeClip)),
      fbx('RootNode', [SCENE_ROOT]),
    ]
    return [
      fbx(
        'FBXHeaderExtension',
        [],
        [
          fbx('FBXHeaderVersion', [new Int(1003)]),
          fbx('FBXVersion', [new Int(7400)]),
          fbx('EncryptionType', [new Int(0)]),
          fbx('Creator', [CREATOR]),
        ],
      ),
      fbx('FileId', [FILE_ID_BYTES]),
      fbx('CreationTime', [CREATION_TIME]),
      fbx('Creator', [CREATOR]),
      fbx('GlobalSettings', [], [fbx('Version', [new Int(1000)]), globalSettings(space)]),
      fbx('Documents', [], [fbx('Count', [new Int(1)]), fbx('Document', [this.#nextId++, 'Scene', 'Scene'], scene)]),
      fbx('References'),
      fbx('Definitions', [], [fbx('Version', [new Int(100)]), fbx('Count', [new Int(total)]), ...types]),
      fbx('Objects', [], this.#objects),
      fbx('Connections', [], this.#connections),
      fbx('Takes', [], [fbx('Current', [''])]),
    ]
  }
}

function globalSettings({ up, unit }: FbxSpace): FbxNode {
  // Z up has its front at -y, Y up at +z; both are right-handed with x to the right.
  const zUp = up === 'z'
  return properties(
    property('UpAxis', 'int', zUp ? 2 : 1),
    property('UpAxisSign', 'int', 1),
    property('FrontAxis', 'int', zUp ? 1 : 2),
    property('FrontAxisSign', 'int', zUp ? -1 : 1),
    property('CoordAxis', 'int', 0),
    property('CoordAxisSign', 'int', 1),
    property('OriginalUpAxis', 'int', zUp ? 2 : 1),
    property('OriginalUpAxisSign', 'int', 1),
    property('UnitScaleFactor', 'double', unit),
    property('OriginalUnitScaleFactor', 'double', unit),
    property('AmbientColor', 'colorRgb', [0, 0, 0]),
    property('DefaultCamera', 'string', 'Producer Perspective'),
    property('TimeMode', 'enum', 6),
  )
}
