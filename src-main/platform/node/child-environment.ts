/** What a child gets to see of our environment: enough for Windows and PowerShell to work, nothing that may hold a secret. */
const passedVariables = [
  'SystemRoot',
  'SystemDrive',
  'windir',
  'ComSpec',
  'PATHEXT',
  'PSModulePath',
  'ProgramData',
  'ProgramFiles',
  'TEMP',
  'TMP',
  'TMPDIR',
  'HOME',
  'USERPROFILE',
  'USERNAME',
  'LOCALAPPDATA',
  'APPDATA',
] as const;

/** Environment of a program that is started. */
export function childEnvironment(): Record<string, string> {
  const environment: Record<string, string> = { LC_ALL: 'C', LANG: 'C' };
  for (const name of passedVariables) {
    const value = process.env[name];
    if (value !== undefined) environment[name] = value;
  }
  return environment;
}
