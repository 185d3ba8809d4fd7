// The bundled entry point of `npm run corpus`; its options come through the environment.
import { main } from './corpus.ts'

const { CORPUS_FOLDER = '', CORPUS_PROGRAM = '', CORPUS_SECONDS = '20', CORPUS_MEGABYTES = '1536' } = process.env

main({
  ...{ folder: CORPUS_FOLDER, program: CORPUS_PROGRAM },
  ...{ seconds: Number(CORPUS_SECONDS), megabytes: Number(CORPUS_MEGABYTES) },
  say: (line) => void process.stdout.write(`${line}\n`),
}).then(
  (code) => process.exit(code),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`)
    process.exit(1)
  },
)
