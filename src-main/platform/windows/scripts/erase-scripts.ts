import { z } from 'zod';
import { defineScript } from '../powershell/define-script.ts';
import { volumeAnswerSchema } from './protection.ts';

const clear = `function Invoke-Work {
  param($request)
  $disk = Find-Disk $request.identity
  Confirm-Writable $disk
  if ([int](Get-Raw $disk 'PartitionStyle') -ne 0) {
    $again = Get-Disk -Number ([uint32](Get-Raw $disk 'Number'))
    if (-not (Test-SameDisk $again $request.identity)) {
      throw 'refused:identityChanged'
    }
    Clear-Disk -InputObject $again -RemoveData -RemoveOEM -Confirm:$false
  }
  return @{ number = [int](Get-Raw $disk 'Number') }
}
`;

/** Removes all partitions, from exactly the disk that was confirmed: all identities are read, then the one by its number again. */
export const clearDiskScript = defineScript({
  name: 'clear-disk',
  body: clear,
  answer: z.strictObject({ number: z.int() }),
  timeoutMilliseconds: 300_000,
});

const create = `function Invoke-Work {
  param($request)
  $disk = Find-Disk $request.identity
  Confirm-Writable $disk
  $style = [int](Get-Raw $disk 'PartitionStyle')
  if ($style -eq 0) {
    Initialize-Disk -InputObject $disk -PartitionStyle 'GPT' -Confirm:$false
    $disk = Find-Disk $request.identity
    $style = [int](Get-Raw $disk 'PartitionStyle')
  }
  if ($style -ne 2) {
    throw 'refused:notCleared'
  }
  foreach ($partition in @(Get-Partition -Disk $disk -ErrorAction SilentlyContinue)) {
    if (([string](Get-Raw $partition 'GptType')).ToLowerInvariant() -ne '{e3c9e316-0b5c-4db8-817d-f92df00215ae}') {
      throw 'refused:notCleared'
    }
  }
  $made = New-Partition -InputObject $disk -UseMaximumSize
  $volume = Format-Volume -Partition $made -FileSystem 'NTFS' -NewFileSystemLabel ([string]$request.label) -Force -Confirm:$false
  return @{ volume = Wait-Letter $disk }
}
`;

/** GPT, one NTFS volume over all of the disk, a letter last. Refuses a disk that still has partitions: only clearing takes data away. */
export const createVolumeScript = defineScript({
  name: 'create-volume',
  body: create,
  answer: z.strictObject({ volume: volumeAnswerSchema }),
  timeoutMilliseconds: 300_000,
});
