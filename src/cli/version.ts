// The version of this program, in a separate file, so that printing it loads nothing else. A test compares it with package.json.
export const VERSION = '0.1.0'
