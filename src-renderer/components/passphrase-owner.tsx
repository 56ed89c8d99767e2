/**
 * Goes first into a form with passphrase boxes: names what the passphrase belongs to. Password managers and assistive tools
 * look for it; nobody sees it.
 */
export function PassphraseOwner(props: { readonly name: string }) {
  return <input type="text" name="username" autoComplete="username" value={props.name} readOnly hidden />;
}
