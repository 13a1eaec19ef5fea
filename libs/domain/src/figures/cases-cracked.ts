import type { Scope } from '../criminal-case/criminal-case-messages.ts';
import type { Day } from '../kernel/civil-date.ts';
import type { District } from '../kernel/districts.ts';
import { inCampaign, policeFigure, standingFigure } from './figure.ts';
import { isOrganisedCrime } from './organised-crime.ts';

type Case = {
  readonly isFiled?: boolean;
  readonly district?: District | undefined;
  readonly scope?: Scope;
  readonly crackedOn?: Day | undefined;
  readonly isWithdrawn?: boolean;
  readonly isMerged?: boolean;
};

const classified = (file: Case, { scope }: { readonly scope: Scope }): Case => ({ ...file, scope });

/** F04. A split case needs nothing of its own: it is filed, and counts when it is cracked. */
export const casesCracked = standingFigure<Case>({
  ...policeFigure,
  id: 'F04',
  code: 4,
  name: { zh: '破获涉黑涉恶刑事案件', en: 'criminal cases cracked' },
  unit: 'criminal_case',
  measureWord: '起',
  fact: 'standing',
  rule: {
    zh: '每个公安案号计一起：自2018年1月24日起破获、截至统计日公安机关认定为涉黑或者涉恶。破案被撤销、案件被撤销、并入他案或者移送市外的，自决定之日起退出；重新立案后再次破获的重新计入；跨区移送的改计接收区市。',
    en: 'Each police case number, once: cracked since 24 January 2018 and classified by the police as organised crime on the date of the figure. A case leaves on the day its crack is revoked, or it is withdrawn, merged into another or transferred out of the city. Reopened, it counts again when it is cracked again. It moves with a transfer between districts.',
  },
  initial: {},
  evolve: {
    CaseFiled: (file, { district }) => ({ ...file, isFiled: true, district }),
    CaseScopeClassified: classified,
    CaseScopeReclassified: classified,
    CaseCracked: (file, _, { on }) => ({ ...file, crackedOn: on }),
    CrackRevoked: (file) => ({ ...file, crackedOn: undefined }),
    CaseTransferred: (file, { toDistrict }) => ({ ...file, district: toDistrict }),
    CaseWithdrawn: (file) => ({ ...file, isWithdrawn: true }),
    CaseReopened: (file) => ({ ...file, isWithdrawn: false, crackedOn: undefined }),
    CasesMerged: (file) => ({ ...file, isMerged: true }),
  },
  counted: ({ isFiled, crackedOn, scope, isWithdrawn, isMerged, district }) =>
    isFiled && inCampaign(crackedOn) && isOrganisedCrime(scope) && !isWithdrawn && !isMerged ? district : undefined,
});
