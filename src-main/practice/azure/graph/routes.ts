/** @file The part of Microsoft Graph that registering an application needs. */
import { practiceUser } from '../entra/directory.ts';
import type { ApplicationLookup } from '../entra/token-endpoint.ts';
import type { Caller } from '../entra/tokens.ts';
import { json } from '../http/refusal.ts';
import { type Route, route } from '../http/router.ts';
import { applicationRoutes } from './applications.ts';
import { GraphRefusal } from './graph-refusal.ts';
import { servicePrincipalRoutes } from './service-principals.ts';
import type { DirectoryDocument } from './state.ts';

/** All routes of the stand-in for Graph. */
export function graphRoutes(directory: DirectoryDocument): readonly Route<Caller>[] {
  return [
    route('GET', '/v1.0/me', (_request, caller: Caller) => {
      if (caller.kind !== 'user') {
        throw new GraphRefusal(
          400,
          'BadRequest',
          '/me request is only valid with delegated authentication flow.',
        );
      }
      return json(200, {
        id: practiceUser.objectId,
        displayName: practiceUser.displayName,
        givenName: practiceUser.givenName,
        surname: practiceUser.surname,
        mail: practiceUser.userPrincipalName,
        userPrincipalName: practiceUser.userPrincipalName,
      });
    }),
    ...applicationRoutes(directory),
    ...servicePrincipalRoutes(directory),
  ];
}

/** What sign-in needs to know about registered applications. */
export function applicationLookup(directory: DirectoryDocument): ApplicationLookup {
  return {
    findApplication: (applicationId) => {
      const { applications, servicePrincipals } = directory.value;
      const application = Object.values(applications).find(({ appId }) => appId === applicationId);
      if (application === undefined) return undefined;
      const principal = Object.values(servicePrincipals).find(({ appId }) => appId === applicationId);
      return { keys: application.keyCredentials, servicePrincipalId: principal?.id };
    },
  };
}
