// Style sheets are bundled beside the script (esbuild.mjs); importing one has no value.
declare module '*.css' {}
