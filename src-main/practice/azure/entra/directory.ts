/** @file Who and what exists in the practice tenant from the start. The ids are the same in every practice world. */

export const practiceTenantId = '5c6e2d0a-7b1f-4c83-9a54-2f8d6e01b3c7';
export const practiceTenantDomain = 'contoso.example';

/** Public client application of the wizard itself. */
export const practiceApplicationId = '0f3b8d52-64ae-4f19-8c27-91d5e3a6b840';

export interface PracticeUser {
  readonly objectId: string;
  readonly displayName: string;
  readonly givenName: string;
  readonly surname: string;
  readonly userPrincipalName: string;
}

/** The one person who can sign in. */
export const practiceUser: PracticeUser = {
  objectId: 'a1d9c4e7-52b8-4e06-b3f1-7c90d8e25a13',
  displayName: 'Ada Practice',
  givenName: 'Ada',
  surname: 'Practice',
  userPrincipalName: `ada@${practiceTenantDomain}`,
};

const tenantAliases: readonly string[] = [practiceTenantId, practiceTenantDomain, 'organizations', 'common'];

/** True for path segments that lead to the practice tenant. */
export function isPracticeTenant(segment: string): boolean {
  return tenantAliases.includes(segment.toLowerCase());
}
