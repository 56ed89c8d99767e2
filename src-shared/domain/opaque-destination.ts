interface ImportJobHolder {
  readonly importJob?: { readonly name: string } | undefined;
}

/**
 * Name of the import job that settles where the files of a set go: Azure has it with its storage account, and all blobs belong there.
 * @param packages all import jobs of the set that are known here
 * @returns undefined while subscription and storage account may still change
 */
export function settledBy(packages: readonly ImportJobHolder[]): string | undefined {
  return packages.find(({ importJob }) => importJob !== undefined)?.importJob?.name;
}
