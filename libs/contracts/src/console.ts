import { z } from 'zod';
import { civilDate, district, roles } from '@casetrail/domain';
import { inTwoLanguages, position } from './figure.ts';

const named = z.strictObject({ id: z.string(), name: inTwoLanguages });

/** What the console must know before anybody has signed in. */
export const consoleSettings = z.strictObject({
  signIn: z
    .strictObject({ issuer: z.string(), clientId: z.string(), scope: z.string() })
    .nullable()
    .describe('Where one signs in (OpenID Connect, code flow with PKCE); null where no issuer is set'),
  districts: z.array(named),
  areas: z.array(named).describe('The fields of the paper'),
  owners: z.array(named).describe('Who certifies figures'),
  ruleSets: z.array(z.string()),
  inFen: z.array(z.string()).describe('Figures that are amounts of money: their values are in fen'),
  clocks: z
    .array(z.strictObject({ ...named.shape, basis: inTwoLanguages.describe('The article that says so') }))
    .describe('The statutory time limits that are watched'),
  synthetic: z.boolean().describe('True in a demo ledger: nothing of it ever happened'),
  paper: z
    .strictObject({ asOf: civilDate, position: position.optional(), ruleSet: z.string().optional(), publication: z.string().optional() })
    .nullable()
    .describe('The paper that is shown first: the newest publication, or the day of the last act; null in an empty ledger'),
});

/** Who asks, in which office. */
export const me = z.strictObject({
  user: z.string(),
  role: z.enum(roles),
  org: z.string(),
  orgName: inTwoLanguages,
  district,
  may: z.array(z.string()).describe('What this office may ask for, besides the commands of the records'),
});

/** What may be done with a record as it stands, by whoever asks. */
export const acts = z.strictObject({
  id: z.string(),
  version: z.int().nonnegative(),
  inCharge: inTwoLanguages.optional().describe('The organ that is in charge, where it is not that of whoever asks, and acts are refused for it'),
  acts: z
    .array(
      z.strictObject({
        command: z.string(),
        path: z.string().describe('Where it is sent'),
        isCorrection: z.boolean(),
        isLegal: z.boolean().describe('Whether the situation of the record allows it. What it says may still be refused'),
        needs: z.array(z.strictObject({ region: z.string(), is: z.string(), mustBe: z.array(z.string()) })).describe('What stands against it'),
      }),
    )
    .describe('The commands that belong to the role of whoever asks'),
});

/** What the live stream tells, each time that one of these moves. */
export const liveState = z.strictObject({
  position: position.describe('The end of the ledger'),
  countedTo: position.describe('How far the figures are counted'),
  sealedTo: position.describe('How far the ledger is sealed'),
});
