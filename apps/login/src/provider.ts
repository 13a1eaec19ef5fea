import { randomBytes } from 'node:crypto';
import type { JWK } from 'jose';
import Provider, { type KoaContextWithOIDC, interactionPolicy } from 'oidc-provider';
import { demoPeople } from '@casetrail/demo-city';
import type { Issuer } from '@casetrail/runtime';
import { codePage, confirmPage, donePage, signOutPage, signedOutPage } from './pages.ts';
import { ALGORITHM } from './signing-key.ts';

/** The api, as a resource in the sense of RFC 8707, and the only thing that can be asked for there. */
const RESOURCE = 'urn:casetrail:api';
const SCOPE = 'act';
const HOUR = 3600;

/** The command line signs in by device (RFC 8628), a page in the browser by code with PKCE (RFC 7636). Neither can keep a secret. */
const clients = [
  {
    client_id: 'casetrail-cli',
    client_name: 'casetrail',
    application_type: 'native' as const,
    grant_types: ['urn:ietf:params:oauth:grant-type:device_code'],
    redirect_uris: [],
    response_types: [],
  },
  {
    client_id: 'casetrail-web',
    client_name: 'Casetrail',
    application_type: 'native' as const, // its address is on this machine: any port will do
    grant_types: ['authorization_code'],
    redirect_uris: ['http://127.0.0.1/signed-in', 'http://localhost/signed-in'],
    post_logout_redirect_uris: ['http://127.0.0.1/sign-in', 'http://localhost/sign-in'],
    response_types: ['code' as const],
  },
];

const isOnThisMachine = (origin: string): boolean => ['127.0.0.1', 'localhost'].includes(new URL(origin).hostname);
const isKnown = (subject: string): boolean => demoPeople.some(({ user }) => user === subject);

/** An OpenID Connect issuer for this machine. Everybody may be anybody of the demo city: it asks for no password. */
export function createProvider({ issuer, audience }: Issuer, key: JWK): Provider {
  return new Provider(issuer, {
    clients: clients.map((client) => ({ ...client, token_endpoint_auth_method: 'none', id_token_signed_response_alg: ALGORITHM })),
    jwks: { keys: [key as never] },
    cookies: { keys: [randomBytes(32).toString('hex')] },
    enabledJWA: { idTokenSigningAlgValues: [ALGORITHM] },
    // The console asks from its own address, which is on this machine too.
    clientBasedCORS: (_, origin, { clientId }) => clientId === 'casetrail-web' && isOnThisMachine(origin),
    findAccount: (_, subject) => (isKnown(subject) ? { accountId: subject, claims: () => ({ sub: subject }) } : undefined),
    loadExistingGrant: ({ oidc }) => grantFor(oidc.provider, oidc.session?.accountId as string, oidc.client?.clientId as string),
    interactions: { policy: whoAndNothingElse(), url: (_, { uid }) => `/people/${uid}` },
    ttl: { AccessToken: HOUR, DeviceCode: HOUR / 6, Grant: HOUR, IdToken: HOUR, Interaction: HOUR, Session: HOUR },
    features: {
      devInteractions: { enabled: false },
      deviceFlow: {
        enabled: true,
        userCodeInputSource: (context, form, _out, error) => void (context.body = codePage(form, error !== undefined && error.name !== 'NoCodeError')),
        userCodeConfirmSource: (context, form, _client, _device, code) => void (context.body = confirmPage(form, code)),
        successSource: (context) => void (context.body = donePage),
      },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (context, form) => void (context.body = signOutPage(form, isAskedByThemselves(context.oidc))),
        postLogoutSuccessSource: (context) => void (context.body = signedOutPage),
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => RESOURCE,
        useGrantedResource: () => true,
        getResourceServerInfo: () => ({ scope: SCOPE, audience, accessTokenFormat: 'jwt', accessTokenTTL: HOUR, jwt: { sign: { alg: ALGORITHM } } }),
      },
    },
  });
}

/** Nobody is asked for consent: the clients are ours. */
function whoAndNothingElse() {
  const policy = interactionPolicy.base();
  policy.remove('consent');
  return policy;
}

/** Whether the client has shown a token of whoever is signed in: a page from elsewhere, which has none, can end nobody's session unasked. */
const isAskedByThemselves = ({ entities, session }: KoaContextWithOIDC['oidc']): boolean =>
  session?.accountId !== undefined && entities.IdTokenHint?.payload.sub === session.accountId;

async function grantFor(provider: Provider, accountId: string, clientId: string) {
  const grant = new provider.Grant({ accountId, clientId });
  grant.addOIDCScope('openid');
  grant.addResourceScope(RESOURCE, SCOPE);
  await grant.save();
  return grant;
}

/** Confirms the code that a device shows in the name of somebody, as they would in the browser. False where there is no such code, or no such person. */
export async function confirmDevice(provider: Provider, userCode: string, subject: string): Promise<boolean> {
  const code = await provider.DeviceCode.findByUserCode(userCode.replaceAll('-', ''));
  if (!code || code.accountId || code.error || !isKnown(subject)) return false;
  const grant = await grantFor(provider, subject, code.clientId as string);
  Object.assign(code, { accountId: subject, grantId: grant.jti, authTime: Math.floor(Date.now() / 1000), scope: `openid ${SCOPE}`, resource: RESOURCE });
  await code.save();
  return true;
}
