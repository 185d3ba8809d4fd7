// The settings of `tripo.*`, read with run-time checks: an invalid value falls back to its default.
import * as Type from 'typebox'
import { Check } from 'typebox/schema'
import * as vscode from 'vscode'
import { SIDECAR_PLACES, type SidecarPlace } from '../assets/index.ts'
import { ENGINES, type EngineId } from '../engines/index.ts'
import { type Budgets, soundBudgets } from '../mesh/tools/budget-schema.ts'
import { LocalStep } from '../mesh/tools/local-step.ts'
import { readSteps } from '../mesh/tools/local-tools.ts'
import { DEFAULT_PATTERN } from '../protocol/index.ts'
import { SETTINGS, SETTINGS_SECTION } from './names.ts'

const ApiVersion = Type.Enum(['auto', 'v3', 'v2'])
const Region = Type.Enum(['auto', 'global', 'china'])
const Text = Type.String()
const Provenance = Type.Enum(['on', 'off'])
const Credits = Type.Number({ minimum: 0 })
const NotificationLevel = Type.Enum(['all', 'failures', 'none'])
const Parameters = Type.Record(Type.String(), Type.Record(Type.String(), Type.Unknown()))
const NamePattern = Type.String({ minLength: 1, maxLength: 200 })
const Formats = Type.Array(Type.Enum(['usdz', 'fbx', 'obj', 'stl', '3mf']), { maxItems: 10 })
const Engine = Type.Enum(['auto', ...ENGINES])
const ProvenanceFolder = Type.Enum([...SIDECAR_PLACES])

/** How to reach the service; all of it comes from user or machine settings, never from a workspace. */
export interface ServiceSettings {
  apiVersion: Type.Static<typeof ApiVersion>
  region: Type.Static<typeof Region>
  /** Empty: the service itself. */
  baseUrl: string
}

/**
 * A value that a workspace must not decide. The manifest gives these settings machine scope; reading only the global
 * value keeps that true even where a scope is not honoured.
 */
function globalValue<S extends Type.TSchema>(name: string, schema: S, fallback: Type.Static<S>): Type.Static<S> {
  const value = vscode.workspace.getConfiguration(SETTINGS_SECTION).inspect(name)?.globalValue
  return Check(schema, value) ? value : fallback
}

function value<S extends Type.TSchema>(
  name: string,
  schema: S,
  fallback: Type.Static<S>,
  scope?: vscode.Uri,
): Type.Static<S> {
  const found: unknown = vscode.workspace.getConfiguration(SETTINGS_SECTION, scope).get(name)
  return Check(schema, found) ? found : fallback
}

export const serviceSettings = (): ServiceSettings => ({
  apiVersion: globalValue(SETTINGS.apiVersion, ApiVersion, 'auto'),
  region: globalValue(SETTINGS.region, Region, 'auto'),
  baseUrl: globalValue(SETTINGS.baseUrl, Text, '').trim(),
})

export const assetsFolderSetting = (folder: vscode.Uri): string => value(SETTINGS.assetsFolder, Text, 'auto', folder)

/** The engine that the project is for; `auto`: as its files say. */
export const engineSetting = (folder: vscode.Uri): EngineId | 'auto' => value(SETTINGS.engine, Engine, 'auto', folder)

export const writesProvenance = (folder?: vscode.Uri): boolean =>
  value(SETTINGS.provenance, Provenance, 'on', folder) === 'on'

/** Where those JSONs go. */
export const provenanceFolderSetting = (folder: vscode.Uri): SidecarPlace =>
  value(SETTINGS.provenanceFolder, ProvenanceFolder, 'auto', folder)

/** Whether the names of new files are to be ASCII, for games and servers that take no others. */
export const wantsAsciiNames = (folder?: vscode.Uri): boolean =>
  value(SETTINGS.asciiNames, Type.Boolean(), false, folder)

/** What the names of new files are made of, where nobody chose one: see `fileNameOf`. */
export const namePattern = (folder?: vscode.Uri): string =>
  value(SETTINGS.namePattern, NamePattern, DEFAULT_PATTERN, folder)

/** Which notifications are shown that nobody has just asked for. */
export const notificationLevel = (): 'all' | 'failures' | 'none' =>
  value(SETTINGS.notifications, NotificationLevel, 'all')

/** Megabytes above which a model is opened only when the person says so; 0: always opened. */
export const askAboveSetting = (file?: vscode.Uri): number =>
  value(SETTINGS.askAbove, Type.Number({ minimum: 0 }), 200, file)

/** What a person is used to in the viewport: the keyboard scheme, and what a wheel and two fingers on a touchpad do. */
export const viewportHabits = (): { keys: 'blender' | 'three' | 'babylon'; scroll: 'auto' | 'zoom' | 'orbit' } => ({
  keys: value(SETTINGS.keys, Type.Enum(['blender', 'three', 'babylon']), 'blender'),
  scroll: value(SETTINGS.scroll, Type.Enum(['auto', 'zoom', 'orbit']), 'auto'),
})

/** The limits that the project sets its models, by glob, as far as the setting is of its form. */
export const budgetsSetting = (file?: vscode.Uri): Budgets =>
  soundBudgets(vscode.workspace.getConfiguration(SETTINGS_SECTION, file).get(SETTINGS.budgets))

/** When models are checked for the Problems panel. */
export const validateSetting = (file?: vscode.Uri): 'off' | 'onDemand' | 'onSave' =>
  value(SETTINGS.validate, Type.Enum(['off', 'onDemand', 'onSave']), 'onDemand', file)

/** The version forms preselect; the caller checks that it is one the catalogue knows. */
export const defaultModelVersion = (fallback: string): string =>
  value(SETTINGS.defaultModelVersion, Text, fallback) || fallback

/** What requests of each capability begin with, by its id, where the form or the person says nothing else. */
export const defaultParameters = (scope?: vscode.Uri): Readonly<Record<string, Readonly<Record<string, unknown>>>> =>
  withoutFiles(value(SETTINGS.defaultParameters, Parameters, {}, scope))

/** Only plain values: a setting names no file, so that opening a project sends none. */
const withoutFiles = (all: Type.Static<typeof Parameters>): Type.Static<typeof Parameters> =>
  Object.fromEntries(
    Object.entries(all).map(([id, params]) => [
      id,
      Object.fromEntries(
        Object.entries(params).filter(([, one]) => ['string', 'number', 'boolean'].includes(typeof one)),
      ),
    ]),
  )

/** Credits from which on a person wants to be asked once more; 0: never. */
export interface SpendingLimits {
  /** Of one local day, over all windows and accounts. */
  dailyLimit: number
  /** Of one click. */
  confirmAbove: number
}

/** Never a workspace's choice: whoever shares a project must not spend another's credits. */
export const spendingLimits = (): SpendingLimits => ({
  dailyLimit: globalValue(SETTINGS.dailyLimit, Credits, 0),
  confirmAbove: globalValue(SETTINGS.confirmAbove, Credits, 0),
})

/** Calls back when a setting that decides how the service is reached has changed. */
export const onServiceSettingsChanged = (listener: () => void): vscode.Disposable =>
  vscode.workspace.onDidChangeConfiguration((event) => {
    const names = [SETTINGS.apiVersion, SETTINGS.region, SETTINGS.baseUrl]
    if (names.some((name) => event.affectsConfiguration(`${SETTINGS_SECTION}.${name}`))) listener()
  })

/** The formats that are kept beside each delivered GLB, each once. */
export const extraFormats = (file: vscode.Uri): readonly Type.Static<typeof Formats>[number][] => [
  ...new Set(value(SETTINGS.formats, Formats, [], file)),
]

/** The local tools that each delivered GLB goes through; none where one of them is not possible. */
export const localSteps = (file: vscode.Uri): readonly LocalStep[] =>
  readSteps(value(SETTINGS.localSteps, Type.Array(LocalStep), [], file)) ?? []

/** Opens the settings file of the workspace at a setting, or a person's own where no workspace is open. */
export async function editSetting(name: string): Promise<void> {
  const isOpen = (vscode.workspace.workspaceFolders ?? []).length > 0
  const file = isOpen ? 'workbench.action.openWorkspaceSettingsFile' : 'workbench.action.openSettingsJson'
  const key = `${SETTINGS_SECTION}.${name}`
  await vscode.commands.executeCommand(file, { revealSetting: { key, edit: true } })
}
