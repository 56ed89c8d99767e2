/** @file PowerShell functions that several scripts share: the data volume of a disk and its BitLocker state. */

/** Needs administrator rights and the BitLocker feature; without them no volume is known, which is no failure of its own. */
const encryptableVolumesFunction = `function Get-EncryptableVolumes {
  try {
    $volumes = @(Get-CimInstance -Namespace 'root/CIMV2/Security/MicrosoftVolumeEncryption' -ClassName 'Win32_EncryptableVolume')
  } catch {
    return @{ isAvailable = $false; byPath = @{} }
  }
  $byPath = @{}
  foreach ($volume in $volumes) {
    $byPath[([string]$volume.DeviceID).ToLowerInvariant()] = $volume
  }
  return @{ isAvailable = $true; byPath = $byPath }
}
`;

/** Numbers as Win32_EncryptableVolume documents them; 9 stands for "not asked" or "could not be told". */
const protectionFunctions = `function Get-Protection {
  param($volume)
  $answer = @{ lock = 9; conversion = 9; protection = 9; method = 9; percent = 0 }
  if ($null -eq $volume) {
    return $answer
  }
  $lock = Invoke-CimMethod -InputObject $volume -MethodName 'GetLockStatus'
  if ([uint32]$lock.ReturnValue -eq 0) {
    $answer.lock = [int]$lock.LockStatus
  }
  if ($answer.lock -ne 0) {
    return $answer
  }
  $conversion = Invoke-CimMethod -InputObject $volume -MethodName 'GetConversionStatus'
  if ([uint32]$conversion.ReturnValue -eq 0) {
    $answer.conversion = [int]$conversion.ConversionStatus
    $answer.percent = [int]$conversion.EncryptionPercentage
  }
  $protection = Invoke-CimMethod -InputObject $volume -MethodName 'GetProtectionStatus'
  if ([uint32]$protection.ReturnValue -eq 0) {
    $answer.protection = [int]$protection.ProtectionStatus
  }
  $method = Invoke-CimMethod -InputObject $volume -MethodName 'GetEncryptionMethod'
  if ([uint32]$method.ReturnValue -eq 0) {
    $answer.method = [int]$method.EncryptionMethod
  }
  return $answer
}
`;

/** Volumes are known by `\\?\Volume{...}\`, which both the Storage module and BitLocker use. Letters come and go. */
const pathFunctions = String.raw`function Get-AccessPaths {
  param($partition)
  $paths = @()
  foreach ($path in @(Get-Raw $partition 'AccessPaths')) {
    if (-not [string]::IsNullOrEmpty($path)) {
      $paths += [string]$path
    }
  }
  return $paths
}
function Get-VolumePath {
  param($partition)
  foreach ($path in @(Get-AccessPaths $partition)) {
    if ($path.StartsWith('\\?\Volume{')) {
      return $path
    }
  }
  return ''
}
function Get-Letter {
  param($partition)
  $letter = Get-Line (Get-Raw $partition 'DriveLetter')
  return $letter.ToUpperInvariant()
}
`;

/** The service imports the first data volume of a drive only (import-export.md 4.1), so the wizard knows no other. */
const dataVolumeFunctions = `function Get-DataPartition {
  param($disk)
  $basicData = '{ebd0a0a2-b9e5-4433-87c0-68b6b72699c7}'
  foreach ($partition in @(Get-Partition -Disk $disk -ErrorAction SilentlyContinue)) {
    $type = ([string](Get-Raw $partition 'GptType')).ToLowerInvariant()
    if (($type -eq $basicData) -or ([int](Get-Raw $partition 'MbrType') -eq 7)) {
      return $partition
    }
  }
  return $null
}
function Get-EncryptableVolume {
  param($partition)
  $all = Get-EncryptableVolumes
  if (-not $all.isAvailable) {
    throw 'refused:noBitLocker'
  }
  $volume = $all.byPath[(Get-VolumePath $partition).ToLowerInvariant()]
  if ($null -eq $volume) {
    throw 'refused:noBitLocker'
  }
  return $volume
}
function Get-VolumeAnswer {
  param($disk)
  $partition = Get-DataPartition $disk
  if ($null -eq $partition) {
    return $null
  }
  $volume = Get-Volume -Partition $partition -ErrorAction SilentlyContinue
  $answer = @{ letter = Get-Letter $partition; path = Get-VolumePath $partition; fileSystem = ''; sizeBytes = [uint64]0; protection = Get-Protection $null }
  if ($null -ne $volume) {
    $answer.fileSystem = Get-Line (Get-Raw $volume 'FileSystem')
    $answer.sizeBytes = [uint64](Get-Raw $volume 'Size')
  }
  $all = Get-EncryptableVolumes
  $answer.protection = Get-Protection $all.byPath[$answer.path.ToLowerInvariant()]
  return $answer
}
function Wait-Letter {
  param($disk)
  $partition = Get-DataPartition $disk
  if ((Get-Letter $partition) -eq '') {
    Add-PartitionAccessPath -InputObject $partition -AssignDriveLetter
  }
  foreach ($try in 1..20) {
    $answer = Get-VolumeAnswer $disk
    if (($answer.letter -ne '') -and ($answer.fileSystem -eq 'NTFS')) {
      return $answer
    }
    Start-Sleep -Milliseconds 300
  }
  if ($answer.letter -eq '') {
    throw 'refused:noLetter'
  }
  throw 'refused:noFileSystem'
}
`;

export const volumeFunctions =
  encryptableVolumesFunction + protectionFunctions + pathFunctions + dataVolumeFunctions;
