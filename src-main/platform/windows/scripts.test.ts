import { describe, expect, it } from 'vitest';
import { allScripts } from './scripts/all-scripts.ts';
import { wordsOf } from './testing/powershell-words.ts';

/** Every command of Windows that the program may use. Adding one here is a decision. */
const allowedCommands = new Set([
  'Add-PartitionAccessPath',
  'Clear-Disk',
  'ConvertFrom-Json',
  'ConvertTo-Json',
  'Format-Volume',
  'Get-ChildItem',
  'Get-CimInstance',
  'Get-Disk',
  'Get-Item',
  'Get-ItemProperty',
  'Get-Partition',
  'Get-PhysicalDisk',
  'Get-StoragePool',
  'Get-Volume',
  'Initialize-Disk',
  'Invoke-CimMethod',
  'New-Partition',
  'Remove-CimInstance',
  'Select-Object',
  'Start-Sleep',
  'Test-Path',
]);

/** Which script may change what. All others only look. */
const changingCommands: Readonly<Record<string, readonly string[]>> = {
  'Add-PartitionAccessPath': ['create-volume', 'unlock-volume'],
  'Clear-Disk': ['clear-disk'],
  'Format-Volume': ['create-volume'],
  'Initialize-Disk': ['create-volume'],
  'New-Partition': ['create-volume'],
  'Remove-CimInstance': ['release-snapshots'],
};

const allowedMethods: Readonly<Record<string, readonly string[]>> = {
  Create: ['create-snapshot'],
  DeleteKeyProtector: ['encrypt-volume'],
  EnableKeyProtectors: ['enable-protection'],
  Encrypt: ['encrypt-volume'],
  GetConversionStatus: [],
  GetEncryptionMethod: [],
  GetKeyProtectorNumericalPassword: ['encrypt-volume', 'unlock-volume'],
  GetKeyProtectors: ['unlock-volume'],
  GetLockStatus: [],
  GetProtectionStatus: [],
  Lock: ['lock-volume'],
  ProtectKeyWithNumericalPassword: ['encrypt-volume'],
  UnlockWithNumericalPassword: ['unlock-volume'],
};

const allowedTypes =
  /^(string|int|uint32|uint64|long|bool|char|Console|System\.(Environment|Text\.UTF8Encoding|IO\.(StreamReader|File|Directory|FileAttributes)|Security\.(Principal\.Windows(Identity|Principal|BuiltInRole)|AccessControl\.(AccessControlSections|DirectorySecurity|FileSecurity))))$/;

const allowedCalls = new Set(
  'new OpenStandardInput ReadToEnd OpenStandardOutput GetBytes Write Flush Replace Trim Substring ContainsKey ExpandEnvironmentVariables ToLowerInvariant ToUpperInvariant StartsWith IsNullOrEmpty Remove GetCurrent IsInRole ToString ToUniversalTime GetAttributes SetAttributes GetAccessControl SetAccessControl GetSecurityDescriptorSddlForm SetSecurityDescriptorSddlForm Exists'.split(
    ' ',
  ),
);

/** Commands whose output is nothing, and which may therefore stand alone. */
const silentCommands = new Set([
  'Add-PartitionAccessPath',
  'Clear-Disk',
  'Confirm-Writable',
  'Initialize-Disk',
  'Remove-CimInstance',
  'Set-Section',
  'Start-Sleep',
  'Write-Answer',
]);

/** CreateProcess ends at 32,767 characters; the path of the program and the other arguments take some of them. */
const longestEncoded = 32_000;

const valuesOf = (text: string, option: string): string[] =>
  [...text.matchAll(new RegExp(`-${option} '([^']*)'`, 'g'))].map(([, value = '']) => value);

describe.each(allScripts.map((script) => [script.name, script] as const))('%s', (name, { text }) => {
  const words = wordsOf(text);

  it('is whole and keeps to the dialect', () => {
    expect(words.problems).toEqual([]);
    expect(text).toMatch(/^[\n\x20-\x7e]*$/);
    expect(text.startsWith(`# offline-backup-wizard ${name}\n`)).toBe(true);
    expect(Buffer.from(text, 'utf16le').toString('base64').length).toBeLessThan(longestEncoded);
    expect(words.bareArguments.filter((word) => word !== 'SilentlyContinue')).toEqual([]);
  });

  it('calls what is allowed, and its own functions, all of which it needs', () => {
    const foreign = words.commands.filter(
      ({ name: command }) => !allowedCommands.has(command) && !words.functions.includes(command),
    );
    expect(foreign).toEqual([]);
    const used = new Set(words.commands.map(({ name: command }) => command));
    expect(words.functions.filter((own) => !used.has(own))).toEqual([]);
    expect(words.types.filter((type) => !allowedTypes.test(type))).toEqual([]);
    expect(words.methods.filter((method) => !allowedCalls.has(method))).toEqual([]);
  });

  it('changes only what it is there for', () => {
    const changes = words.commands.filter(({ name: command }) => command in changingCommands);
    expect(changes.filter(({ name: command }) => changingCommands[command]?.includes(name) !== true)).toEqual(
      [],
    );
    const methods = valuesOf(text, 'MethodName');
    expect(methods.length).toBe(text.split('-MethodName').length - 1);
    const forbidden = methods.filter((method) => {
      const scripts = allowedMethods[method];
      return scripts === undefined || (scripts.length > 0 && !scripts.includes(name));
    });
    expect(forbidden).toEqual([]);
  });

  it('lets nothing into its output but the answer', () => {
    const loose = words.commands.filter(
      ({ name: command, isKept }) => !isKept && !silentCommands.has(command),
    );
    expect(loose).toEqual([]);
  });

  it('looks at the disk again before it changes one', () => {
    const changes = /Clear-Disk|Initialize-Disk|New-Partition|Format-Volume|'Encrypt'|'EnableKeyProtectors'/;
    const work = text.slice(text.indexOf('function Invoke-Work'));
    if (!changes.test(work)) return;
    const at = work.search(changes);
    expect(work.indexOf('Find-Disk $request.identity')).toBeGreaterThan(0);
    expect(work.indexOf('Confirm-Writable $disk')).toBeGreaterThan(work.indexOf('Find-Disk'));
    expect(at).toBeGreaterThan(work.indexOf('Confirm-Writable $disk'));
  });
});

describe('the dialect', () => {
  it.each([
    ['double quotes, in which things expand', 'Get-Disk "$x"'],
    ['a backtick', 'Get-Disk `n'],
    ['the call operator', '& $program'],
    ['a block that stays open', 'if ($x) {\n'],
    ['a bracket of another kind', '@(1, 2}'],
    ['an unfinished text', "'abc\n"],
  ])('has no %s', (_what, text) => {
    expect(wordsOf(text).problems).not.toEqual([]);
  });

  it('finds commands wherever they stand', () => {
    const { commands } = wordsOf("$x = @(Get-A -B 'c' | Get-D)\nGet-E (Get-F)\nreturn Get-G\n@{ h = Get-I }");
    expect(commands.map(({ name, isKept }) => [name, isKept])).toEqual([
      ['Get-A', true],
      ['Get-D', true],
      ['Get-E', false],
      ['Get-F', true],
      ['Get-G', true],
      ['Get-I', true],
    ]);
  });
});
