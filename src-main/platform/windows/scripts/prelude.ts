/**
 * @file What every script starts with, and how it reads its request and gives its answer.
 *
 * [Note: PowerShell house dialect] Scripts are constants. Nothing is ever put into their text: values arrive as JSON on standard input.
 * Single quotes only (so nothing expands), no backtick, no alias, no `&`, commands and .NET members from the list that
 * `scripts.test.ts` holds. Property names are spelled for Windows PowerShell 5.1, which every Windows since 10 and 2016 has.
 */

/**
 * Streams are read and written as bytes in UTF-8: the console's code page has no say. Everything else that PowerShell would print
 * is switched off, so that the answer is the only line. Modules come from the system's own folder: a path inherited from PowerShell 7, or a
 * folder that the user may write to, would bring others of the same names.
 */
export const prelude = String.raw`$ErrorActionPreference = 'Stop'
$ProgressPreference = 'SilentlyContinue'
$WarningPreference = 'SilentlyContinue'
$VerbosePreference = 'SilentlyContinue'
$InformationPreference = 'SilentlyContinue'
$ConfirmPreference = 'None'
$env:PSModulePath = $PSHOME + '\Modules'
function Read-Request {
  $encoding = [System.Text.UTF8Encoding]::new($false)
  $reader = [System.IO.StreamReader]::new([Console]::OpenStandardInput(), $encoding)
  $text = $reader.ReadToEnd()
  return ConvertFrom-Json -InputObject $text
}
function Write-Answer {
  param($answer)
  $text = ConvertTo-Json -InputObject $answer -Depth 16 -Compress
  $line = $text + [string][char]10
  $bytes = [System.Text.UTF8Encoding]::new($false).GetBytes($line)
  $stream = [Console]::OpenStandardOutput()
  $stream.Write($bytes, 0, $bytes.Length)
  $stream.Flush()
}
`;

/**
 * Runs `Invoke-Work` and answers with its value, or with what is known of its failure. Only ids and numbers of a failure are
 * ever looked at by the program: the message comes in the language of the system.
 */
export const epilogue = `try {
  $request = Read-Request
  $value = Invoke-Work $request
  Write-Answer @{ ok = $true; value = $value }
} catch {
  $failure = @{
    id = [string]$_.FullyQualifiedErrorId
    category = [string]$_.CategoryInfo.Category
    result = [int]$_.Exception.HResult
    status = [string]$_.Exception.StatusCode
    line = [int]$_.InvocationInfo.ScriptLineNumber
    message = [string]$_.Exception.Message
  }
  Write-Answer @{ ok = $false; failure = $failure }
}
`;
