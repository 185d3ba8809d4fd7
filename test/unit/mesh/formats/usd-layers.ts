// USD layers written by hand, for the tests of their reader.
export const utf8 = (text: string) => new TextEncoder().encode(text)
export const layer = (body: string, header = 'metersPerUnit = 1\n    upAxis = "Y"') =>
  utf8(`#usda 1.0\n(\n    ${header}\n)\n\n${body}\n`)

/** A square of 1 m in the xy plane, its corners counter-clockwise from the origin. */
export const SQUARE = `
        int[] faceVertexCounts = [4]
        int[] faceVertexIndices = [0, 1, 2, 3]
        point3f[] points = [(0, 0, 0), (1, 0, 0), (1, 1, 0), (0, 1, 0)]
        uniform token subdivisionScheme = "none"`
export const square = (more = '', inside = '') => `    def Mesh "square"\n    {${SQUARE}\n${more}\n${inside}\n    }`
