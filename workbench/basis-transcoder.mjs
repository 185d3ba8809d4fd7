// Basis Universal's transcoder without `new Function`. Its script, as three ships it, makes its bindings (Emscripten's
// embind) from text, which a page without 'unsafe-eval' forbids: the worker then dies without a word and a KTX2 texture
// never shows. The two places that do so are put into plain closures here, at build time; a script in which they
// are not found as expected stops the build instead of shipping something that would hang.

/** The bindings of functions and methods: what was a text with one variable per argument is a loop over them. */
const INVOKER = {
  from: 'let[args,invokerFnBody]=createJsInvoker(argTypes,isClassMethodFunc,returns,isAsync);args.push(invokerFnBody);var invokerFn=newFunc(Function,args)(...closureArgs);',
  to: `var invokerFn=function(...given){
if(given.length!==argCount-2)throwBindingError(\`function \${humanName} called with \${given.length} arguments, expected \${argCount-2}\`);
const stack=needsDestructorStack?[]:null;
const wired=isClassMethodFunc?[argTypes[1].toWireType(stack,this)]:[];
for(let at=0;at<given.length;at++)wired.push(argTypes[at+2].toWireType(stack,given[at]));
const result=cppInvokerFunc(cppTargetFunc,...wired);
if(needsDestructorStack)runDestructors(stack);
else{const first=isClassMethodFunc?1:2;for(let at=first;at<argTypes.length;at++){const{destructorFunction}=argTypes[at];if(destructorFunction!==null)destructorFunction(wired[at-first])}}
if(returns)return argTypes[0].fromWireType(result)};`,
}

/** The calls from C++ into JavaScript values. */
const METHOD_CALLER = {
  from: 'var invokerFunction=newFunc(Function,params)(...args);',
  to: `var invokerFunction=(obj,func,destructorsRef,place)=>{
let from=place;
const values=types.map((type)=>{const value=type.readValueFromPointer(from);from+=type.argPackAdvance;return value});
const result=kind===1?new func(...values):kind===0?func.call(obj,...values):func.call(...values);
if(!retType.isVoid)return emval_returnValue(retType,destructorsRef,result)};`,
}

/** Ways to run a text as code. */
const FROM_TEXT = /newFunc\(Function\b|new Function\b|\beval\(/

/**
 * The transcoder's script as a strict page may run it.
 * @param {string} script three/examples/jsm/libs/basis/basis_transcoder.js
 * @returns {string}
 * @throws {Error} when the script is not the one these replacements were made for
 */
export function withoutNewFunction(script) {
  let made = script
  for (const { from, to } of [INVOKER, METHOD_CALLER]) {
    const parts = made.split(from)
    if (parts.length !== 2) {
      throw new Error(
        `basis_transcoder.js has ${parts.length - 1} places like "${from.slice(0, 60)}…" where one is expected: a new release of three? See workbench/basis-transcoder.mjs.`,
      )
    }
    made = parts.join(to)
  }
  const left = FROM_TEXT.exec(made)
  if (left) throw new Error(`basis_transcoder.js still runs text as code: ${left[0]}`)
  return made
}
