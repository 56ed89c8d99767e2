/** System notifications: only for finished, needs action, failed and a near deadline. */
export interface Notifier {
  notify(notification: { readonly title: string; readonly body: string }): void;
}
