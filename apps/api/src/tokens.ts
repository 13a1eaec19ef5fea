/** What the modules of this process are given by its start, where a class does not name it. */
export const LOGGER = Symbol('logger');
export const VERIFY_TOKEN = Symbol('verifyToken');
export const HASH_IDENTITY = Symbol('hashIdentity');
export const ACCESS = Symbol('access');
export const RATES = Symbol('rates');
export const SIGN_IN = Symbol('signIn');
