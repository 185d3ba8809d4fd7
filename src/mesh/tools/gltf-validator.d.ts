// The part of gltf-validator that is used; the package has no types of its own.
declare module 'gltf-validator' {
  export interface Message {
    readonly code: string
    readonly message: string
    /** 0 error, 1 warning, 2 information, 3 hint. */
    readonly severity: number
    readonly pointer?: string
  }
  export interface Report {
    readonly issues: { readonly numErrors: number; readonly numWarnings: number; readonly messages: readonly Message[] }
  }
  export interface Options {
    readonly maxIssues?: number
    /** Gives the bytes of a file that the asset names. */
    readonly externalResourceFunction?: (uri: string) => Promise<Uint8Array>
  }
  export function validateBytes(bytes: Uint8Array, options?: Options): Promise<Report>
}
