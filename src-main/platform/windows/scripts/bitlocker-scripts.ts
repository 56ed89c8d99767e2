import { z } from 'zod';
import { defineScript } from '../powershell/define-script.ts';
import { volumeAnswerSchema } from './protection.ts';

const encrypt = `function Invoke-Work {
  param($request)
  $disk = Find-Disk $request.identity
  Confirm-Writable $disk
  $partition = Get-DataPartition $disk
  if ($null -eq $partition) {
    throw 'refused:noVolume'
  }
  $volume = Get-EncryptableVolume $partition
  $state = Get-Protection $volume
  if (($state.lock -ne 0) -or ($state.conversion -ne 0)) {
    throw 'refused:alreadyEncrypted'
  }
  $drawn = @{ FriendlyName = $null; NumericalPassword = $null }
  $made = Invoke-CimMethod -InputObject $volume -MethodName 'ProtectKeyWithNumericalPassword' -Arguments $drawn
  if ([uint32]$made.ReturnValue -ne 0) {
    throw ('refused:encrypt:{0}' -f [uint32]$made.ReturnValue)
  }
  $name = @{ VolumeKeyProtectorID = [string]$made.VolumeKeyProtectorID }
  $read = Invoke-CimMethod -InputObject $volume -MethodName 'GetKeyProtectorNumericalPassword' -Arguments $name
  if ([uint32]$read.ReturnValue -ne 0) {
    throw ('refused:encrypt:{0}' -f [uint32]$read.ReturnValue)
  }
  $how = @{ EncryptionMethod = [uint32]4; EncryptionFlags = [uint32]1 }
  $started = Invoke-CimMethod -InputObject $volume -MethodName 'Encrypt' -Arguments $how
  if ([uint32]$started.ReturnValue -ne 0) {
    $undone = Invoke-CimMethod -InputObject $volume -MethodName 'DeleteKeyProtector' -Arguments $name
    throw ('refused:encrypt:{0}' -f [uint32]$started.ReturnValue)
  }
  return @{ recoveryPassword = [string]$read.NumericalPassword }
}
`;

/** Starts AES-256 (not XTS) encryption of used space. Its answer holds the recovery password, which goes to the secret store only. */
export const encryptVolumeScript = defineScript({
  name: 'encrypt-volume',
  body: encrypt,
  answer: z.strictObject({ recoveryPassword: z.string().max(64) }),
  timeoutMilliseconds: 180_000,
});

const volumeState = `function Invoke-Work {
  param($request)
  $disk = Find-Disk $request.identity
  return @{ volume = Get-VolumeAnswer $disk }
}
`;

/** The first data volume of a disk and its BitLocker state, without changing anything. */
export const volumeStateScript = defineScript({
  name: 'volume-state',
  body: volumeState,
  answer: z.strictObject({ volume: volumeAnswerSchema.nullable() }),
  timeoutMilliseconds: 120_000,
});

const enableProtection = `function Invoke-Work {
  param($request)
  $disk = Find-Disk $request.identity
  Confirm-Writable $disk
  $volume = Get-EncryptableVolume (Get-DataPartition $disk)
  $done = Invoke-CimMethod -InputObject $volume -MethodName 'EnableKeyProtectors'
  return @{ result = [uint32]$done.ReturnValue; volume = Get-VolumeAnswer $disk }
}
`;

/** Ends a suspension: a volume that is encrypted while its key lies open beside it would not be protected on its way. */
export const enableProtectionScript = defineScript({
  name: 'enable-protection',
  body: enableProtection,
  answer: z.strictObject({ result: z.int(), volume: volumeAnswerSchema }),
  timeoutMilliseconds: 120_000,
});

const unlock = `function Test-OwnPassword {
  param($volume, $password)
  $kind = @{ KeyProtectorType = [uint32]3 }
  $all = Invoke-CimMethod -InputObject $volume -MethodName 'GetKeyProtectors' -Arguments $kind
  foreach ($id in @($all.VolumeKeyProtectorID)) {
    $name = @{ VolumeKeyProtectorID = [string]$id }
    $read = Invoke-CimMethod -InputObject $volume -MethodName 'GetKeyProtectorNumericalPassword' -Arguments $name
    if (([uint32]$read.ReturnValue -eq 0) -and ([string]$read.NumericalPassword -ceq $password)) {
      return $true
    }
  }
  return $false
}
function Invoke-Work {
  param($request)
  $disk = Find-Disk $request.identity
  $partition = Get-DataPartition $disk
  if ($null -eq $partition) {
    throw 'refused:noVolume'
  }
  $volume = Get-EncryptableVolume $partition
  $password = [string]$request.recoveryPassword
  $state = Get-Protection $volume
  if ($state.lock -eq 1) {
    $key = @{ NumericalPassword = $password }
    $opened = Invoke-CimMethod -InputObject $volume -MethodName 'UnlockWithNumericalPassword' -Arguments $key
    $result = [uint32]$opened.ReturnValue
    if (@(2150694951, 2150694963, 2150694965, 2150694920) -contains $result) {
      throw 'refused:passwordWrong'
    }
    if ($result -ne 0) {
      throw ('refused:unlock:{0}' -f $result)
    }
  } elseif (-not (Test-OwnPassword $volume $password)) {
    throw 'refused:passwordWrong'
  }
  return @{ volume = Wait-Letter $disk }
}
`;

/** Opens a volume. One that is open already must have the very password as a protector: BitLocker itself would not check it then. */
export const unlockVolumeScript = defineScript({
  name: 'unlock-volume',
  body: unlock,
  answer: z.strictObject({ volume: volumeAnswerSchema }),
  timeoutMilliseconds: 180_000,
});

const lock = `function Invoke-Work {
  param($request)
  $disk = Find-Disk $request.identity
  $partition = Get-DataPartition $disk
  if ($null -eq $partition) {
    throw 'refused:noVolume'
  }
  $volume = Get-EncryptableVolume $partition
  if ((Get-Protection $volume).lock -eq 1) {
    return @{ isForced = $false }
  }
  $how = @{ ForceDismount = $false }
  foreach ($try in 1..6) {
    $how.ForceDismount = $try -eq 6
    $done = Invoke-CimMethod -InputObject $volume -MethodName 'Lock' -Arguments $how
    $result = [uint32]$done.ReturnValue
    if ($result -eq 0) {
      return @{ isForced = $how.ForceDismount }
    }
    if ($result -ne 2147942405) {
      throw ('refused:lock:{0}' -f $result)
    }
    Start-Sleep -Milliseconds 1500
  }
  throw ('refused:lock:{0}' -f $result)
}
`;

/**
 * Dismounts and locks. While another program holds the volume it waits, then dismounts all the same: what the wizard wrote was flushed and read
 * back before, and dismounting writes out what others had.
 */
export const lockVolumeScript = defineScript({
  name: 'lock-volume',
  body: lock,
  answer: z.strictObject({ isForced: z.boolean() }),
  timeoutMilliseconds: 180_000,
});
