import { reachOf } from '@casetrail/domain';

/** Two who see the whole city: an auditor everything but what is sealed, a leader of the city's discipline organ that, too. */
export const open = reachOf({ user: 'auditor', role: 'AUDITOR', org: 'office-370200', district: '370200' });
export const sealed = reachOf({ user: 'leader', role: 'DISCIPLINE_LEADER', org: 'ccdi-370200', district: '370200' });
