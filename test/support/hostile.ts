// Texts that somebody else could put where we show them, and what they must not become. The patterns are VS Code's:
// notifications and input boxes make links of `[label](address)` for https, http, command and file (linkedText), lists
// and the status bar make icons of `$(name)` (iconLabels).
export const HOSTILE: Readonly<Record<string, string>> = {
  command: '[Open the model](command:workbench.action.terminal.sendSequence?%7B%22text%22%3A%22id%22%7D)',
  web: '[Repair](https://evil.test/x "Repair")',
  file: '[a](file:///etc/passwd)',
  nested: '[[a](command:x)](command:y)',
  'split by a direction mark': '[a]\u202E(command:x)',
  'split by a control character': '[a]\u0000(command:x)',
  'split by a line end': '[a]\n(command:x)',
  html: '<a href="command:x">click</a><img src=x onerror=alert(1)>',
  icon: '$(verified) $(loading~spin)',
  'icon after a mark': '$\u2066(verified)',
  reversed: 'robot\u202Egpj.exe',
  lines: 'a robot\r\n\r\nYour key has expired.\u2028Set it again.',
  long: `[a](command:x)${'robot '.repeat(50_000)}[b](command:y)`,
  'half a character': 'robot \uD83D',
}

const DANGERS: Readonly<Record<string, RegExp>> = {
  link: /\[[^\]]+\]\((?:https?:\/\/|command:|file:)[^)\s]+/i,
  icon: /\$\([a-z0-9-]+(?:~[a-z]+)?\)/i,
  control: /[\p{Cc}\p{Zl}\p{Zp}]/u,
  direction: /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/,
  'half a character': /\p{Cs}/u,
}

/** What the workbench would make of a text besides showing it; the length is VS Code's own limit. */
export function dangersIn(text: string): string[] {
  const found = Object.entries(DANGERS).filter(([, pattern]) => pattern.test(text))
  return [...found.map(([name]) => name), ...(text.length > 1000 ? ['length'] : [])]
}
