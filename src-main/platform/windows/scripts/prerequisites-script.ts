import { z } from 'zod';
import { lineSchema } from '../../../../src-shared/domain/scalars.ts';
import { defineScript } from '../powershell/define-script.ts';

const work = `function Invoke-Work {
  param($request)
  $identity = [System.Security.Principal.WindowsIdentity]::GetCurrent()
  $principal = [System.Security.Principal.WindowsPrincipal]::new($identity)
  $system = Get-CimInstance -ClassName 'Win32_OperatingSystem'
  $computer = Get-CimInstance -ClassName 'Win32_ComputerSystem'
  $providers = @(Get-CimInstance -ClassName 'Win32_ShadowProvider' -ErrorAction SilentlyContinue)
  $volumes = Get-EncryptableVolumes
  return @{
    isElevated = [bool]$principal.IsInRole([System.Security.Principal.WindowsBuiltInRole]::Administrator)
    hasBitLocker = [bool]$volumes.isAvailable
    hasSnapshots = $providers.Count -gt 0
    edition = [int]$system.OperatingSystemSKU
    isServer = [int]$system.ProductType -ne 1
    version = [string]$system.Version
    manufacturer = [string]$computer.Manufacturer
    model = [string]$computer.Model
    powerShell = $PSVersionTable.PSVersion.ToString()
  }
}
`;

/** What the wizard needs to know of the computer before it offers real drives and snapshots. */
export const prerequisitesScript = defineScript({
  name: 'prerequisites',
  body: work,
  answer: z.strictObject({
    isElevated: z.boolean(),
    hasBitLocker: z.boolean(),
    hasSnapshots: z.boolean(),
    edition: z.int(),
    isServer: z.boolean(),
    version: lineSchema,
    manufacturer: lineSchema,
    model: lineSchema,
    powerShell: lineSchema,
  }),
  timeoutMilliseconds: 60_000,
});
