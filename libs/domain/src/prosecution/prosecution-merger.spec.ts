import { elsewhere, otherSuspect, thePerson, theSuspect } from '../fixtures.ts';
import type { SuspectId } from '../kernel/identifiers.ts';
import { type Said, chiefProcurator, given, streamNamed, voidOf } from '../kernel/specify.ts';
import {
  caseTransferred,
  childProsecution,
  notProsecuted,
  otherFileIndicted,
  otherIndicted,
  otherProsecution,
  otherProsecutionOpened,
  prosecutionCommandsOf,
  prosecutionListed,
  prosecutionOpened,
  prosecutionsMerged,
} from './prosecution-fixtures.ts';

describe('a file that took in another one', () => {
  const mergedIn = [...caseTransferred, ...prosecutionOpened, ...otherFileIndicted, ...prosecutionsMerged];
  const there = (said: Said): Said => ({ ...said, stream: otherProsecution });
  const close = { ...prosecutionCommandsOf.CloseProsecution, stream: otherProsecution };
  it('is closed once those are decided about whom it took in', () => {
    given(mergedIn)
      .when(close)
      .thenRejected('prosecution/undecided-suspects', { suspects: [theSuspect, otherSuspect] });
    given(mergedIn, there(notProsecuted(theSuspect, thePerson)), there(otherIndicted))
      .when(close)
      .then('ProsecutionClosed');
  });
  it('does not vanish under them', () => {
    const said = [...caseTransferred, ...prosecutionOpened, ...otherProsecutionOpened, ...prosecutionsMerged];
    const unopened = { ...voidOf(said, otherProsecution, 1), by: chiefProcurator };
    given(said)
      .when(unopened)
      .thenRejected('correction/relied-on', { reliedOnBy: [theSuspect, otherSuspect] });
    given(caseTransferred, otherProsecutionOpened).when(unopened).then('RecordVoided');
  });
  it('does not take them up again while they are in another file', () => {
    const past = [...mergedIn, there(notProsecuted(theSuspect, thePerson))];
    const back = { ...voidOf(past, otherProsecution), by: chiefProcurator };
    given(past).when(back).then('RecordVoided');
    const opened = prosecutionOpened
      .filter(({ type }) => type === 'ProsecutionReviewOpened')
      .map((said) => ({ ...said, data: { ...(said.data as object), suspects: [theSuspect] } }));
    given(past, elsewhere(opened, childProsecution), prosecutionListed(theSuspect, childProsecution))
      .when(back)
      .thenRejected('correction/relied-on', { reliedOnBy: childProsecution });
  });
  it('keeps what was decided there when it is merged in its turn', () => {
    const survivor = prosecutionOpened
      .filter(({ type }) => type === 'ProsecutionReviewOpened')
      .map((said) => ({ ...said, data: { ...(said.data as object), suspects: [] } }));
    const on = there({ ...(prosecutionsMerged[0] as Said), data: { survivor: childProsecution } });
    const past = [...mergedIn, there(notProsecuted(theSuspect, thePerson)), ...elsewhere(survivor, childProsecution), on];
    const open = { ...prosecutionCommandsOf.OpenProsecutionReview, stream: streamNamed('prosecution', 9) };
    const about = (id: SuspectId) => given(past).when({ ...open, data: { ...(open.data as object), suspects: [id] } });
    about(theSuspect).then('ProsecutionReviewOpened', 'ProsecutionListed');
    about(otherSuspect).thenRejected('prosecution/in-another-file');
  });
});
