/** @file Who is signed in. Main process; one account at a time, tokens kept in the secret store only. */
import type { AccountInfo, AuthenticationResult, PublicClientApplication } from '@azure/msal-node';
import { z } from 'zod';
import type { Account } from '../../src-shared/contract/app-calls.ts';
import { type CloudId, cloudIdSchema } from '../../src-shared/domain/clouds.ts';
import type { CloudDirectory } from '../platform/ports/cloud-directory.ts';
import type { Log } from '../platform/ports/log.ts';
import type { SecretStore } from '../platform/ports/secret-store.ts';
import { azureScopes } from './azure-scopes.ts';
import { type AzureSession, createSession } from './azure-session.ts';
import { type CloudClients, createCloudClients } from './cloud-clients.ts';
import { type DeviceCode, signInWithBrowser, signInWithDeviceCode } from './interactive-sign-in.ts';
import { signInExpired, signInRequired, toSignInError } from './sign-in-errors.ts';

export interface SignInRequest {
  readonly cloudId: CloudId;
  readonly method: 'browser' | 'deviceCode';
}

export interface AccountService {
  /** Who is signed in, without asking the cloud; restores the account of the last start. */
  status(): Promise<Account>;
  /**
   * Signs in; a sign-in that still waits is cancelled first.
   * @throws AppError `azure.signInFailed`, `azure.signInCancelled`, `azure.unreachable`, `practice.azureUnreachable`
   */
  signIn(request: SignInRequest): Promise<Account>;
  cancelSignIn(): void;
  signOut(): Promise<Account>;
  /**
   * What calls to one cloud are made with.
   * @throws AppError `azure.signInRequired` when nobody is signed in to that cloud, `azure.signInExpired`
   */
  session(cloudId: CloudId): Promise<AzureSession>;
  onChange(listener: (account: Account) => void): () => void;
  onCode(listener: (code: DeviceCode) => void): () => void;
}

export interface AccountServiceParts {
  readonly clouds: CloudDirectory;
  readonly secrets: SecretStore;
  readonly log: Log;
  /** Cloud that the page suggests while nobody is signed in. */
  readonly defaultCloudId: CloudId;
}

const rememberedSchema = z.object({ cloudId: cloudIdSchema, homeAccountId: z.string().min(1) });
const rememberedReference = 'azure.account';

interface SignedIn {
  readonly cloudId: CloudId;
  readonly account: AccountInfo;
}

export function createAccountService(parts: AccountServiceParts): AccountService {
  return new MsalAccountService(parts);
}

class MsalAccountService implements AccountService {
  readonly #secrets: SecretStore;
  readonly #log: Log;
  readonly #clients: CloudClients;
  readonly #changeListeners = new Set<(account: Account) => void>();
  readonly #codeListeners = new Set<(code: DeviceCode) => void>();
  #current: SignedIn | undefined;
  #lastCloudId: CloudId;
  /** Cloud whose sign-in ended without the operator's doing; whoever needs it is told so. */
  #endedCloudId: CloudId | undefined;
  #restoring: Promise<void> | undefined;
  #signingIn: AbortController | undefined;

  constructor({ clouds, secrets, log, defaultCloudId }: AccountServiceParts) {
    this.#secrets = secrets;
    this.#log = log;
    this.#clients = createCloudClients(clouds, secrets);
    this.#lastCloudId = defaultCloudId;
  }

  async status(): Promise<Account> {
    await this.#restored();
    return this.#view();
  }

  async signIn(request: SignInRequest): Promise<Account> {
    await this.#restored();
    this.cancelSignIn();
    // Tokens for other services of an ended sign-in are as dead as the one that was refused, but not yet expired by the clock.
    if (this.#endedCloudId !== undefined) await this.#clients.forget(this.#endedCloudId);
    const attempt = new AbortController();
    this.#signingIn = attempt;
    try {
      const { account } = await this.#acquire(request, attempt.signal);
      if (account === null) throw signInRequired(request.cloudId);
      await this.#remember({ cloudId: request.cloudId, account });
      this.#log.info({ cloudId: request.cloudId, method: request.method }, 'signed in');
      return this.#announce();
    } finally {
      if (this.#signingIn === attempt) this.#signingIn = undefined;
    }
  }

  cancelSignIn(): void {
    this.#signingIn?.abort();
  }

  async signOut(): Promise<Account> {
    await this.#restored();
    this.cancelSignIn();
    if (this.#current !== undefined) await this.#clients.forget(this.#current.cloudId);
    await this.#secrets.delete(rememberedReference);
    this.#current = undefined;
    this.#endedCloudId = undefined;
    this.#log.info({}, 'signed out');
    return this.#announce();
  }

  async session(cloudId: CloudId): Promise<AzureSession> {
    await this.#restored();
    const current = this.#current;
    if (current?.cloudId !== cloudId)
      throw this.#endedCloudId === cloudId ? signInExpired(cloudId, undefined) : signInRequired(cloudId);
    const { connection, client } = await this.#clients.open(cloudId);
    const account = await accountInCache(client, current.account.homeAccountId);
    if (account === undefined) throw signInExpired(cloudId, undefined);
    return createSession(connection, client, account, () => this.#end(current));
  }

  onChange(listener: (account: Account) => void): () => void {
    return subscribe(this.#changeListeners, listener);
  }

  onCode(listener: (code: DeviceCode) => void): () => void {
    return subscribe(this.#codeListeners, listener);
  }

  async #acquire(request: SignInRequest, signal: AbortSignal): Promise<AuthenticationResult> {
    const { connection, client } = await this.#clients.open(request.cloudId);
    const scopes = [azureScopes(connection).resourceManager];
    try {
      if (request.method === 'browser') {
        return await signInWithBrowser(client, scopes, connection.browser, signal);
      }
      return await signInWithDeviceCode(
        client,
        scopes,
        (code) => {
          for (const listener of this.#codeListeners) listener(code);
        },
        signal,
      );
    } catch (error) {
      throw toSignInError(error, request.cloudId, false);
    }
  }

  async #remember(signedIn: SignedIn): Promise<void> {
    const { cloudId, account } = signedIn;
    const previous = this.#current;
    if (previous !== undefined && previous.cloudId !== cloudId) await this.#clients.forget(previous.cloudId);
    this.#current = signedIn;
    this.#endedCloudId = undefined;
    this.#lastCloudId = cloudId;
    const remembered = { cloudId, homeAccountId: account.homeAccountId };
    await this.#secrets.put(rememberedReference, JSON.stringify(remembered));
  }

  /** Azure no longer accepts a sign-in; the page then offers a new one. A newer sign-in is not touched by the end of an older. */
  #end(ended: SignedIn): void {
    if (this.#current !== ended) return;
    this.#current = undefined;
    this.#endedCloudId = ended.cloudId;
    this.#log.warn({ cloudId: ended.cloudId }, 'sign-in ended');
    this.#announce();
  }

  #restored(): Promise<void> {
    this.#restoring ??= this.#restore();
    return this.#restoring;
  }

  /** The account of the last start. Whatever stands in the way only means that the operator signs in again. */
  async #restore(): Promise<void> {
    try {
      const text = await this.#secrets.get(rememberedReference);
      if (text === undefined) return;
      const { cloudId, homeAccountId } = rememberedSchema.parse(JSON.parse(text));
      this.#lastCloudId = cloudId;
      const { client } = await this.#clients.open(cloudId);
      const account = await accountInCache(client, homeAccountId);
      if (account !== undefined) this.#current = { cloudId, account };
    } catch (error) {
      this.#restoring = undefined;
      this.#log.warn(
        { reason: error instanceof Error ? error.message : String(error) },
        'account not restored',
      );
    }
  }

  #view(): Account {
    return {
      signedIn: this.#current !== undefined,
      cloudId: this.#current?.cloudId ?? this.#lastCloudId,
      userName: this.#current?.account.username ?? '',
      tenantId: this.#current?.account.tenantId ?? '',
    };
  }

  #announce(): Account {
    const account = this.#view();
    for (const listener of this.#changeListeners) listener(account);
    return account;
  }
}

async function accountInCache(
  client: PublicClientApplication,
  homeAccountId: string,
): Promise<AccountInfo | undefined> {
  const accounts = await client.getTokenCache().getAllAccounts();
  return accounts.find((account) => account.homeAccountId === homeAccountId);
}

function subscribe<Listener>(listeners: Set<Listener>, listener: Listener): () => void {
  listeners.add(listener);
  return () => {
    listeners.delete(listener);
  };
}
