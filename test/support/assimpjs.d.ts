// assimp as WebAssembly comes without types; what the tests use of it.
declare module 'assimpjs' {
  interface Result {
    IsSuccess(): boolean
    GetErrorCode(): string
    GetFile(index: number): { GetContent(): Uint8Array<ArrayBuffer> }
  }
  interface FileList {
    AddFile(name: string, content: Uint8Array): void
  }
  export default function assimpjs(): Promise<{
    FileList: new () => FileList
    ConvertFileList(files: FileList, format: 'assjson'): Result
  }>
}
