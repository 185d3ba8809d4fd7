// The version of this program, apart from all else, so that telling it loads nothing. A test compares it with package.json.
export const VERSION = '0.1.0'
