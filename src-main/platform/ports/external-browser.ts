/** Opens a page outside the wizard: the sign-in page and help. Only https, never a URL that came from the renderer. */
export interface ExternalBrowser {
  open(url: URL): Promise<void>;
}
