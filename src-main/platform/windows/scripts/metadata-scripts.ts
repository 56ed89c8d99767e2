import { z } from 'zod';
import { bytesSchema } from '../../../../src-shared/domain/scalars.ts';
import { defineScript } from '../powershell/define-script.ts';
import { listOf } from '../powershell/list-of.ts';

/**
 * 14 are the sections owner, group and access; the audit section needs a privilege of its own and is left alone. 16 is the folder attribute,
 * 1024 that of reparse points; 4461568 adds offline and both recall attributes to it. File systems without streams refuse to be asked for them.
 */
const read = `function Get-Streams {
  param($path)
  $streams = @()
  foreach ($stream in @(Get-Item -LiteralPath $path -Force -Stream '*')) {
    if ($stream.Stream -ne ':$DATA') {
      $streams += @{ name = [string]$stream.Stream; sizeBytes = [long]$stream.Length }
    }
  }
  return $streams
}
function Get-Metadata {
  param($path)
  $found = @{ result = 0; attributes = 0; linkType = ''; sddl = ''; streams = @(); hasStreams = $false }
  $found.attributes = [int][System.IO.File]::GetAttributes($path)
  if (($found.attributes -band 1024) -ne 0) {
    $found.linkType = [string](Get-Item -LiteralPath $path -Force).LinkType
  }
  $sections = [System.Security.AccessControl.AccessControlSections]14
  if (($found.attributes -band 16) -ne 0) {
    $security = [System.IO.Directory]::GetAccessControl($path, $sections)
  } else {
    $security = [System.IO.File]::GetAccessControl($path, $sections)
    $isPlain = ($found.attributes -band 4461568) -eq 0
    if ($isPlain) {
      try {
        $found.streams = @(Get-Streams $path)
        $found.hasStreams = $true
      } catch {
        $found.hasStreams = $false
      }
    }
  }
  $found.sddl = $security.GetSecurityDescriptorSddlForm($sections)
  return $found
}
function Invoke-Work {
  param($request)
  $items = @()
  foreach ($path in @($request.paths)) {
    try {
      $items += Get-Metadata ([string]$path)
    } catch {
      $cause = $_.Exception
      while ($null -ne $cause.InnerException) {
        $cause = $cause.InnerException
      }
      $items += @{ result = [int]$cause.HResult; attributes = 0; linkType = ''; sddl = ''; streams = @(); hasStreams = $false }
    }
  }
  return @{ items = $items }
}
`;

export const rawMetadataSchema = z.strictObject({
  /** HRESULT of what stopped it; 0 when all was read. */
  result: z.int(),
  attributes: z.int(),
  linkType: z.string().max(64),
  sddl: z.string().max(65_536),
  streams: listOf(z.strictObject({ name: z.string().max(512), sizeBytes: bytesSchema })),
  /** False where looking for streams would fetch the file from a cloud, and for folders, which Windows PowerShell cannot ask. */
  hasStreams: z.boolean(),
});
export type RawMetadata = Readonly<z.infer<typeof rawMetadataSchema>>;

/** Answers in the order of the request. Attributes that mean "not here" (offline, recall) keep it from opening a file's streams. */
export const readMetadataScript = defineScript({
  name: 'read-metadata',
  body: read,
  answer: z.strictObject({ items: listOf(rawMetadataSchema) }),
  timeoutMilliseconds: 300_000,
});

const write = `function Set-Section {
  param($path, $isFolder, $sddl, $section)
  $sections = [System.Security.AccessControl.AccessControlSections]$section
  if ($isFolder) {
    $security = [System.Security.AccessControl.DirectorySecurity]::new()
    $security.SetSecurityDescriptorSddlForm($sddl, $sections)
    [System.IO.Directory]::SetAccessControl($path, $security)
  } else {
    $security = [System.Security.AccessControl.FileSecurity]::new()
    $security.SetSecurityDescriptorSddlForm($sddl, $sections)
    [System.IO.File]::SetAccessControl($path, $security)
  }
}
function Get-Cause {
  param($exception)
  $cause = $exception
  while ($null -ne $cause.InnerException) {
    $cause = $cause.InnerException
  }
  return [int]$cause.HResult
}
function Set-Metadata {
  param($item)
  $done = @{ access = 0; owner = 0; attributes = 0 }
  $path = [string]$item.path
  $sddl = [string]$item.sddl
  if ($sddl -ne '') {
    $isFolder = [System.IO.Directory]::Exists($path)
    try {
      Set-Section $path $isFolder $sddl 12
    } catch {
      $done.owner = Get-Cause $_.Exception
    }
    try {
      Set-Section $path $isFolder $sddl 2
    } catch {
      $done.access = Get-Cause $_.Exception
    }
  }
  if ($null -ne $item.attributes) {
    try {
      [System.IO.File]::SetAttributes($path, [System.IO.FileAttributes][int]$item.attributes)
    } catch {
      $done.attributes = Get-Cause $_.Exception
    }
  }
  return $done
}
function Invoke-Work {
  param($request)
  $items = @()
  foreach ($item in @($request.items)) {
    $items += Set-Metadata $item
  }
  return @{ items = $items }
}
`;

/** HRESULT per part; 0 when it was set or not asked for. The owner can be given back only with the restore privilege. */
export const writtenMetadataSchema = z.strictObject({
  access: z.int(),
  owner: z.int(),
  attributes: z.int(),
});

export const writeMetadataScript = defineScript({
  name: 'write-metadata',
  body: write,
  answer: z.strictObject({ items: listOf(writtenMetadataSchema) }),
  timeoutMilliseconds: 300_000,
});
