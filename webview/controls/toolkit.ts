// The one place that imports @vscode/webview-ui-toolkit. Only components that are accessible elements themselves are used:
// button, checkbox and dropdown, on which aria-describedby works. Its text fields are not: their input is in a shadow root, which
// no description or error message of this page can reach, so text-input.ts has native ones.
import {
  Button,
  Checkbox,
  Dropdown,
  provideVSCodeDesignSystem,
  vsCodeButton,
  vsCodeCheckbox,
  vsCodeDropdown,
  vsCodeOption,
} from '@vscode/webview-ui-toolkit'

let isRegistered = false

function make<Made extends HTMLElement>(tag: string, kind: abstract new (...args: never[]) => Made): Made {
  if (!isRegistered) {
    provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeDropdown(), vsCodeOption())
    isRegistered = true
  }
  const made = document.createElement(tag)
  if (!(made instanceof kind)) throw new TypeError(`${tag} is not registered`)
  return made
}

export type { Button, Checkbox, Dropdown }
export const makeButton = () => make('vscode-button', Button)
export const makeCheckbox = () => make('vscode-checkbox', Checkbox)
export const makeDropdown = () => make('vscode-dropdown', Dropdown)
/** An entry of a dropdown. Call after the dropdown was made: registering is its business. */
export const makeOption = () => document.createElement('vscode-option')
