/** @file PowerShell functions that several scripts share: what a disk is, and whether it may be touched. */

/**
 * `Get-Identity` is the one place that spells an identity, for the list and for the look right before a step: numbers of
 * MSFT_Disk.BusType become our words, texts lose padding. Properties are read raw, since the Storage module shows some of them as text.
 */
const identityFunctions = `function Get-Raw {
  param($instance, $name)
  $property = $instance.CimInstanceProperties[$name]
  if ($null -eq $property) {
    return $null
  }
  return $property.Value
}
function Get-Line {
  param($text)
  $line = ([string]$text).Replace([string][char]0, '').Trim()
  if ($line.Length -gt 256) {
    return $line.Substring(0, 256)
  }
  return $line
}
function Get-BusName {
  param($code, $model)
  if ($model -match '^(Msft Virtual|VMware|VBOX|QEMU)') {
    return 'virtual'
  }
  $names = @{ 3 = 'ata'; 7 = 'usb'; 8 = 'raid'; 9 = 'iscsi'; 10 = 'sas'; 11 = 'sata'; 14 = 'virtual'; 15 = 'virtual'; 16 = 'spaces'; 17 = 'nvme' }
  if ($names.ContainsKey([int]$code)) {
    return $names[[int]$code]
  }
  return 'unknown'
}
function Get-Identity {
  param($disk)
  $model = Get-Line (Get-Raw $disk 'FriendlyName')
  if ($model -eq '') {
    $model = Get-Line (Get-Raw $disk 'Model')
  }
  return @{
    uniqueId = Get-Line (Get-Raw $disk 'UniqueId')
    serial = Get-Line (Get-Raw $disk 'SerialNumber')
    model = $model
    bus = Get-BusName (Get-Raw $disk 'BusType') $model
    sizeBytes = [uint64](Get-Raw $disk 'Size')
  }
}
`;

/**
 * Disks behind Windows itself, every page file in use, and the crash dump, by number. When a place that exists cannot be traced to a disk
 * (dynamic disks), every disk counts as one of the system: nothing can be erased then, rather than the wrong one.
 */
const systemFunctions = String.raw`function Get-SystemDisks {
  $places = @([string]$env:SystemRoot)
  foreach ($file in @(Get-CimInstance -ClassName 'Win32_PageFileUsage')) {
    $places += [string]$file.Name
  }
  foreach ($dump in @(Get-CimInstance -ClassName 'Win32_OSRecoveryConfiguration')) {
    $places += [string]$dump.DebugFilePath
  }
  $control = Get-ItemProperty -LiteralPath 'HKLM:\SYSTEM\CurrentControlSet\Control\CrashControl' -ErrorAction SilentlyContinue
  if ($null -ne $control) {
    $places += [string]$control.DedicatedDumpFile
  }
  $numbers = @{}
  $isComplete = $true
  foreach ($place in $places) {
    $path = [System.Environment]::ExpandEnvironmentVariables($place)
    if ($path -match '^[A-Za-z]:') {
      $letter = $path.Substring(0, 1)
      $partitions = @(Get-Partition -DriveLetter $letter -ErrorAction SilentlyContinue)
      if ($partitions.Count -eq 0) {
        if (Test-Path -LiteralPath ($letter + ':\')) {
          $isComplete = $false
        }
      }
      foreach ($partition in $partitions) {
        $numbers[[int](Get-Raw $partition 'DiskNumber')] = $true
      }
    }
  }
  return @{ numbers = $numbers; isComplete = $isComplete }
}
function Test-BacksSystem {
  param($disk, $system)
  if (-not $system.isComplete) {
    return $true
  }
  if ($system.numbers.ContainsKey([int](Get-Raw $disk 'Number'))) {
    return $true
  }
  return [bool](Get-Raw $disk 'IsBoot') -or [bool](Get-Raw $disk 'IsSystem') -or [bool](Get-Raw $disk 'BootFromDisk')
}
`;

/** `Find-Disk` answers with exactly the disk that was confirmed, or refuses; `Confirm-Writable` stands before every change. */
const findFunctions = `function Test-SameDisk {
  param($disk, $wanted)
  $found = Get-Identity $disk
  return ($found.uniqueId -ceq $wanted.uniqueId) -and ($found.serial -ceq $wanted.serial) -and ($found.model -ceq $wanted.model) -and ($found.bus -ceq $wanted.bus) -and ([uint64]$found.sizeBytes -eq [uint64]$wanted.sizeBytes)
}
function Find-Disk {
  param($wanted)
  $same = @()
  $isReplaced = $false
  foreach ($disk in @(Get-Disk)) {
    if (Test-SameDisk $disk $wanted) {
      $same += $disk
    }
    if ((Get-Line (Get-Raw $disk 'UniqueId')) -ceq $wanted.uniqueId) {
      $isReplaced = $true
    }
  }
  if ($same.Count -eq 1) {
    return $same[0]
  }
  if ($isReplaced) {
    throw 'refused:identityChanged'
  }
  throw 'refused:disappeared'
}
function Confirm-Writable {
  param($disk)
  $system = Get-SystemDisks
  if (Test-BacksSystem $disk $system) {
    throw ('refused:backsSystem:{0}' -f [int](Get-Raw $disk 'Number'))
  }
  if ([bool](Get-Raw $disk 'IsReadOnly') -or [bool](Get-Raw $disk 'IsOffline')) {
    throw 'refused:notWritable'
  }
}
`;

export const diskFunctions = identityFunctions + systemFunctions + findFunctions;
