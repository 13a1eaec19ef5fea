import { InMemoryWebStorage, type User, UserManager, WebStorageStateStore } from 'oidc-client-ts';
import type { Answer } from '@casetrail/contracts';

/** Where the issuer leads back to. */
export const SIGNED_IN = '/signed-in';
/** Where it leads back to once the session there has ended. */
const SIGNED_OUT = '/sign-in';
/** Only that somebody was signed in in this tab: with it, a reload asks the issuer at once, which answers without a question. */
const WAS_SIGNED_IN = 'casetrail:was-signed-in';
const OFFICE = 'casetrail:office';

type SignIn = NonNullable<Answer<'ConsoleSettings'>['signIn']>;
type Listener = () => void;

/** Who is signed in. The token is in memory and nowhere else; a page that is reloaded asks the issuer again. */
class Session {
  #manager: UserManager | undefined;
  #user: User | undefined;
  #office: string | undefined = sessionStorage.getItem(OFFICE) ?? undefined;
  #hasEnded = false;
  #waiting: (() => void)[] = [];
  readonly #listeners = new Set<Listener>();

  start({ issuer, clientId, scope }: SignIn): void {
    this.#manager ??= new UserManager({
      authority: issuer,
      client_id: clientId,
      redirect_uri: `${location.origin}${SIGNED_IN}`,
      response_type: 'code',
      scope,
      userStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
      stateStore: new WebStorageStateStore({ store: sessionStorage }),
      automaticSilentRenew: false,
      loadUserInfo: false,
    });
  }

  isSignedIn = (): boolean => this.#user !== undefined;
  hasEnded = (): boolean => this.#hasEnded;
  office = (): string | undefined => this.#office;
  wasSignedIn = (): boolean => sessionStorage.getItem(WAS_SIGNED_IN) !== null;
  subscribe = (listener: Listener): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  headers(): Record<string, string> {
    return this.#user ? { authorization: `Bearer ${this.#user.access_token}`, ...(this.#office && { 'casetrail-office': this.#office }) } : {};
  }

  /** Leads to the issuer and back to `to`. `asSomebodyElse`: it asks who it is, whoever is signed in there. */
  async signIn(to: string, { asSomebodyElse = false } = {}): Promise<void> {
    await this.#started().signinRedirect({ state: to, ...(asSomebodyElse && { prompt: 'login' }) });
  }

  /** Takes what the issuer has sent back, and tells where to go on. In a window of its own it hands it to the one that opened it. */
  async finish(): Promise<string> {
    if (window.opener) {
      await this.#started().signinPopupCallback();
      return new Promise(() => undefined); // the window is closing
    }
    const user = await this.#started().signinRedirectCallback();
    this.#set(user);
    return typeof user.state === 'string' && user.state.startsWith('/') ? user.state : '/';
  }

  /** The request that found the session ended waits here until somebody has signed in again. */
  renewed(): Promise<void> {
    this.#hasEnded = true;
    this.#told();
    return new Promise((done) => this.#waiting.push(done));
  }

  /** Signs in again over the page. Answers whether it is the same person: somebody else must not send what the first one has typed. */
  async signInAgain(): Promise<'same' | 'somebody-else'> {
    const user = await this.#started().signinPopup({ popupWindowFeatures: { width: 960, height: 760 } });
    if (user.profile.sub !== this.#user?.profile.sub) return 'somebody-else';
    this.#set(user);
    for (const done of this.#waiting.splice(0)) done();
    return 'same';
  }

  chooseOffice(office: string | undefined): void {
    this.#office = office;
    if (office) sessionStorage.setItem(OFFICE, office);
    else sessionStorage.removeItem(OFFICE);
    this.#told();
  }

  /** Ends the session here and at the issuer. Where that has no place to end it, the next one to sign in is asked who they are. */
  async signOut(): Promise<void> {
    sessionStorage.clear();
    this.#user = undefined;
    this.#office = undefined;
    this.#hasEnded = false;
    this.#told();
    try {
      await this.#started().signoutRedirect({ post_logout_redirect_uri: `${location.origin}${SIGNED_OUT}` });
    } catch {
      location.assign(`${SIGNED_OUT}?again=1`);
    }
  }

  #set(user: User): void {
    this.#user = user;
    this.#hasEnded = false;
    sessionStorage.setItem(WAS_SIGNED_IN, '1');
    this.#told();
  }

  #told(): void {
    for (const listener of this.#listeners) listener();
  }

  #started(): UserManager {
    if (!this.#manager) throw new Error('There is no issuer to sign in at.');
    return this.#manager;
  }
}

export const session = new Session();
