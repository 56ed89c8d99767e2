import { z } from 'zod';
import { lineSchema } from '../../../../src-shared/domain/scalars.ts';
import { defineScript } from '../powershell/define-script.ts';
import { listOf } from '../powershell/list-of.ts';

const functions = `function Get-Shadows {
  $names = @{}
  foreach ($volume in @(Get-CimInstance -ClassName 'Win32_Volume')) {
    $names[([string]$volume.DeviceID).ToLowerInvariant()] = [string]$volume.Name
  }
  $shadows = @()
  foreach ($shadow in @(Get-CimInstance -ClassName 'Win32_ShadowCopy')) {
    $made = ''
    if ($null -ne $shadow.InstallDate) {
      $made = $shadow.InstallDate.ToUniversalTime().ToString('o')
    }
    $shadows += @{
      id = [string]$shadow.ID
      volume = [string]$names[([string]$shadow.VolumeName).ToLowerInvariant()]
      devicePath = [string]$shadow.DeviceObject
      createdAt = $made
      isClientAccessible = [bool]$shadow.ClientAccessible
    }
  }
  return $shadows
}
`;

export const shadowSchema = z.strictObject({
  id: lineSchema,
  /** `C:\` or a mount folder; empty when its volume is gone. */
  volume: z.string().max(1024),
  /** `\\?\GLOBALROOT\Device\HarddiskVolumeShadowCopy7` */
  devicePath: lineSchema,
  createdAt: lineSchema,
  isClientAccessible: z.boolean(),
});
export type Shadow = Readonly<z.infer<typeof shadowSchema>>;

const list = `function Invoke-Work {
  param($request)
  return @{ shadows = @(Get-Shadows) }
}
`;

export const listSnapshotsScript = defineScript({
  name: 'list-snapshots',
  body: functions + list,
  answer: z.strictObject({ shadows: listOf(shadowSchema) }),
  timeoutMilliseconds: 120_000,
});

const create = `function Invoke-Work {
  param($request)
  $how = @{ Volume = [string]$request.volume; Context = 'ClientAccessible' }
  foreach ($try in 1..6) {
    $made = Invoke-CimMethod -ClassName 'Win32_ShadowCopy' -MethodName 'Create' -Arguments $how
    if ([uint32]$made.ReturnValue -ne 9) {
      break
    }
    Start-Sleep -Seconds 10
  }
  if ([uint32]$made.ReturnValue -ne 0) {
    throw ('refused:snapshot:{0}' -f [uint32]$made.ReturnValue)
  }
  foreach ($shadow in @(Get-Shadows)) {
    if ($shadow.id -eq [string]$made.ShadowID) {
      return @{ shadow = $shadow }
    }
  }
  throw 'refused:snapshot:13'
}
`;

/** A shadow copy of one volume. Windows makes one at a time, for all programs: while another is under way (9) it waits for a minute. */
export const createSnapshotScript = defineScript({
  name: 'create-snapshot',
  body: functions + create,
  answer: z.strictObject({ shadow: shadowSchema }),
  timeoutMilliseconds: 300_000,
});

const remove = `function Invoke-Work {
  param($request)
  $gone = @()
  $wanted = @($request.ids)
  foreach ($shadow in @(Get-CimInstance -ClassName 'Win32_ShadowCopy')) {
    if ($wanted -contains [string]$shadow.ID) {
      Remove-CimInstance -InputObject $shadow
      $gone += [string]$shadow.ID
    }
  }
  return @{ released = $gone }
}
`;

/** Deletes shadow copies by id, no others. An id that is not there any more is no failure. */
export const releaseSnapshotsScript = defineScript({
  name: 'release-snapshots',
  body: remove,
  answer: z.strictObject({ released: listOf(lineSchema) }),
  timeoutMilliseconds: 120_000,
});
