import { registerEntryRoutes } from '@casetrail/contracts';
import { type RegisterCommand, type RegisterEntryId, apply, liveEvents, registerEntry } from '@casetrail/domain';
import { type Ledger, recordIdOf } from '@casetrail/ledger';
import { recordSlice } from '../record/record-slice.ts';

/** What makes an entry the same as another one, in the registers of each kind. */
const keys: { readonly [T in RegisterCommand['type']]?: (data: Extract<RegisterCommand, { type: T }>['data']) => readonly string[] } = {
  AppointSupervisor: ({ code }) => ['SUPERVISOR', code],
  ListOfficer: ({ code }) => ['OFFICER', code],
  ListEnterprise: ({ creditCode }) => ['ENTERPRISE', creditCode],
  EstablishLiaison: ({ officer, enterprise }) => ['LIAISON', officer, enterprise],
  OpenInstitution: ({ level, code }) => [level, code],
  EngageAdviser: ({ communityCode, contractNumber }) => ['COMMUNITY', communityCode, contractNumber],
};

export const registerEntrySlice = recordSlice(registerEntryRoutes, async (command, data, ledger) => {
  const keyOf = keys[command as RegisterCommand['type']] as ((data: unknown) => readonly string[]) | undefined;
  return keyOf && entryOf(keyOf(data), ledger);
});

/** The same thing is one entry as long as it stands. What begins again after it ended is the next entry of the same key. */
async function entryOf(key: readonly string[], ledger: Ledger): Promise<RegisterEntryId> {
  for (let serial = 1; ; serial++) {
    const id = recordIdOf('register_entry', ...key, String(serial));
    const { events = [] } = (await ledger.load([id])).get(id) ?? {};
    if (liveEvents(events).reduce((state, event) => apply(registerEntry, state, event), registerEntry.initialState).status !== 'ended') return id;
  }
}
