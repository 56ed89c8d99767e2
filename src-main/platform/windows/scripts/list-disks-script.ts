import { z } from 'zod';
import { busTypeSchema } from '../../../../src-shared/domain/disks.ts';
import { bytesSchema, lineSchema, pathSchema } from '../../../../src-shared/domain/scalars.ts';
import { defineScript } from '../powershell/define-script.ts';
import { listOf } from '../powershell/list-of.ts';
import { protectionSchema } from './protection.ts';

export const rawVolumeSchema = z.strictObject({
  letter: z.string().max(1),
  label: lineSchema,
  fileSystem: lineSchema,
  sizeBytes: bytesSchema,
  freeBytes: bytesSchema,
  firstNames: listOf(lineSchema),
  protection: protectionSchema,
});
export type RawVolume = z.infer<typeof rawVolumeSchema>;

export const rawDiskSchema = z.strictObject({
  number: z.int().min(0).max(4096),
  uniqueId: lineSchema,
  serial: lineSchema,
  model: lineSchema,
  bus: busTypeSchema,
  sizeBytes: bytesSchema,
  logicalSectorBytes: z.int().min(0).max(65_536),
  isRemovable: z.boolean(),
  isReadOnly: z.boolean(),
  isOffline: z.boolean(),
  backsSystem: z.boolean(),
  volumes: listOf(rawVolumeSchema),
  accessPaths: listOf(pathSchema),
});
export type RawDisk = z.infer<typeof rawDiskSchema>;

/** Microsoft's reserved partition: space that Windows keeps on every GPT disk, never data. */
const volumeFacts = String.raw`function Get-FirstNames {
  param($letter)
  $names = @()
  $own = @('System Volume Information', '$RECYCLE.BIN')
  foreach ($entry in @(Get-ChildItem -LiteralPath ($letter + ':\') -Force -ErrorAction SilentlyContinue | Select-Object -First 12)) {
    if (($own -notcontains $entry.Name) -and ($names.Count -lt 8)) {
      $names += Get-Line $entry.Name
    }
  }
  return $names
}
function Get-VolumeFacts {
  param($partition, $all)
  $facts = @{ letter = Get-Letter $partition; label = ''; fileSystem = ''; sizeBytes = [uint64](Get-Raw $partition 'Size'); freeBytes = [uint64]0; firstNames = @() }
  $path = Get-VolumePath $partition
  $facts.protection = Get-Protection $all.byPath[$path.ToLowerInvariant()]
  $volume = Get-Volume -Partition $partition -ErrorAction SilentlyContinue
  if ($null -ne $volume) {
    $facts.label = Get-Line (Get-Raw $volume 'FileSystemLabel')
    $facts.fileSystem = Get-Line (Get-Raw $volume 'FileSystem')
    $facts.freeBytes = [uint64](Get-Raw $volume 'SizeRemaining')
    if ([uint64](Get-Raw $volume 'Size') -gt 0) {
      $facts.sizeBytes = [uint64](Get-Raw $volume 'Size')
    }
  }
  if (($facts.letter -ne '') -and ($facts.protection.lock -ne 1)) {
    $facts.firstNames = @(Get-FirstNames $facts.letter)
  }
  return $facts
}
function Get-DiskFacts {
  param($disk, $number)
  $facts = Get-Identity $disk
  $facts.number = [int]$number
  $facts.logicalSectorBytes = [int](Get-Raw $disk 'LogicalSectorSize')
  $facts.isRemovable = $false
  $facts.isReadOnly = $false
  $facts.isOffline = $false
  $facts.backsSystem = $false
  $facts.volumes = @()
  $facts.accessPaths = @()
  return $facts
}
`;

const poolMembers = `function Get-PoolMembers {
  $members = @()
  foreach ($pool in @(Get-StoragePool -IsPrimordial $false -ErrorAction SilentlyContinue)) {
    foreach ($member in @(Get-PhysicalDisk -StoragePool $pool -ErrorAction SilentlyContinue)) {
      $members += $member
    }
  }
  return $members
}
`;

const work = `function Invoke-Work {
  param($request)
  $system = Get-SystemDisks
  $all = Get-EncryptableVolumes
  $removable = @{}
  foreach ($drive in @(Get-CimInstance -ClassName 'Win32_DiskDrive')) {
    $removable[[int]$drive.Index] = @($drive.Capabilities) -contains 7
  }
  $members = @{}
  foreach ($member in @(Get-PoolMembers)) {
    $members[(Get-Line (Get-Raw $member 'DeviceId'))] = $member
  }
  $disks = @()
  foreach ($disk in @(Get-Disk)) {
    $number = [int](Get-Raw $disk 'Number')
    $facts = Get-DiskFacts $disk $number
    if ($members.ContainsKey([string]$number)) {
      $facts.bus = 'spaces'
      $members.Remove([string]$number)
    }
    $facts.isRemovable = ($removable[$number] -eq $true) -or (@(12, 13) -contains [int](Get-Raw $disk 'BusType'))
    $facts.isReadOnly = [bool](Get-Raw $disk 'IsReadOnly')
    $facts.isOffline = [bool](Get-Raw $disk 'IsOffline')
    $facts.backsSystem = [bool](Test-BacksSystem $disk $system)
    foreach ($partition in @(Get-Partition -Disk $disk -ErrorAction SilentlyContinue)) {
      if (([string](Get-Raw $partition 'GptType')).ToLowerInvariant() -ne '{e3c9e316-0b5c-4db8-817d-f92df00215ae}') {
        $facts.volumes += Get-VolumeFacts $partition $all
        foreach ($path in @(Get-AccessPaths $partition)) {
          $facts.accessPaths += $path
        }
      }
    }
    $disks += $facts
  }
  foreach ($key in @($members.Keys)) {
    if ($key -match '^[0-9]{1,3}$') {
      $facts = Get-DiskFacts $members[$key] $key
      $facts.bus = 'spaces'
      $disks += $facts
    }
  }
  return @{ disks = $disks }
}
`;

/** Every disk with what is on it. Members of a storage pool, which Windows hides from its list of disks, are there too. */
export const listDisksScript = defineScript({
  name: 'list-disks',
  body: volumeFacts + poolMembers + work,
  answer: z.strictObject({ disks: listOf(rawDiskSchema) }),
  timeoutMilliseconds: 120_000,
});
