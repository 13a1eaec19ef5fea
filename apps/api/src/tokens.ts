/** What the modules of this process are given by its start, where a class does not name it. */
export const LOGGER = Symbol('logger');
export const VERIFY_TOKEN = Symbol('verifyToken');
export const ACCESS = Symbol('access');
export const DESTROY_DUE = Symbol('destroyDue');
export const RATES = Symbol('rates');
export const SIGN_IN = Symbol('signIn');
export const EDGE = Symbol('edge');
