import { useState } from 'react';
import { Dialog } from 'react-aria-components/Dialog';
import { Heading } from 'react-aria-components/Heading';
import { Modal, ModalOverlay } from 'react-aria-components/Modal';
import { session } from '../api/session.ts';
import { useText } from './settings.tsx';

/** Over the page, which stays as it is with everything that was typed. The request that found the session ended is sent again afterwards. */
export function SessionEnded() {
  const t = useText();
  const [trouble, setTrouble] = useState<'none' | 'somebody-else' | 'failed'>('none');
  const again = () =>
    session.signInAgain().then(
      (who) => setTrouble(who === 'same' ? 'none' : 'somebody-else'),
      () => setTrouble('failed'),
    );
  return (
    <ModalOverlay isOpen isKeyboardDismissDisabled className="overlay">
      <Modal className="modal">
        <Dialog role="alertdialog">
          <Heading slot="title">{t.signIn.ended}</Heading>
          <p>{t.signIn.endedHelp}</p>
          {trouble === 'somebody-else' ? <p role="alert">{t.signIn.somebodyElse}</p> : null}
          {trouble === 'failed' ? <p role="alert">{t.signIn.didNotWork}</p> : null}
          <p className="form-actions">
            <button type="button" className="button primary" onClick={() => void again()}>
              {t.signIn.signInAgain}
            </button>
            {trouble === 'somebody-else' ? (
              <button type="button" className="button" onClick={() => void session.signOut()}>
                {t.signIn.discard}
              </button>
            ) : null}
          </p>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
