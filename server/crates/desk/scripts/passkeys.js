// Passkeys: runs the ceremony whose options the form carries, or asks for, puts its result into the form, and
// sends the ordinary form. Without this script the page's other ways in go on working.
'use strict';
(() => {
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, '+').replace(/_/g, '/'));
    return Uint8Array.from(plain, (c) => c.charCodeAt(0));
  };
  const text = (buffer) => {
    let plain = '';
    for (const byte of new Uint8Array(buffer)) plain += String.fromCharCode(byte);
    return btoa(plain).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
  };
  const named = (list) => (list || []).map((c) => ({ ...c, id: bytes(c.id) }));
  const known = ['usb', 'nfc', 'ble', 'internal', 'hybrid'];

  const create = async (options) => {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
    };
    const key = await navigator.credentials.create({ publicKey });
    const { response } = key;
    const transports = response.getTransports ? response.getTransports() : [];
    return {
      id: key.id, rawId: text(key.rawId), type: key.type, extensions: {},
      response: {
        attestationObject: text(response.attestationObject),
        clientDataJSON: text(response.clientDataJSON),
        transports: transports.filter((t) => known.includes(t)),
      },
    };
  };

  const get = async (options) => {
    const publicKey = {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: named(options.allowCredentials),
    };
    const key = await navigator.credentials.get({ publicKey });
    const { response } = key;
    return {
      id: key.id, rawId: text(key.rawId), type: key.type, extensions: {},
      response: {
        authenticatorData: text(response.authenticatorData),
        clientDataJSON: text(response.clientDataJSON),
        signature: text(response.signature),
        userHandle: response.userHandle ? text(response.userHandle) : null,
      },
    };
  };

  const asked = async (form) => {
    if (!form.dataset.ask) return JSON.parse(form.dataset.options).publicKey;
    const body = new URLSearchParams({ jeton: form.elements.jeton.value });
    const answer = await fetch(form.dataset.ask, { method: 'POST', body });
    if (answer.status === 429) throw new DOMException('', 'QuotaExceededError');
    if (!answer.ok) throw new DOMException('', 'NetworkError');
    return (await answer.json()).publicKey;
  };

  const words = (error) => ({
    QuotaExceededError: 'Trop d’essais. Attendez un peu, puis recommencez.',
    NetworkError: 'Le poste n’a pas répondu. Rouvrez cette page et recommencez.',
    NotAllowedError: 'La clé n’a pas répondu, ou la demande a été annulée. Recommencez.',
    InvalidStateError: 'Cette clé est déjà enregistrée pour ce compte.',
    SecurityError: 'Cette adresse ne permet pas les clés d’accès.',
  }[error.name] || 'La clé n’a pas pu être utilisée. Recommencez ou prenez une autre façon de vous connecter.');

  for (const form of document.querySelectorAll('form[data-ceremony]')) {
    const note = form.querySelector('[data-note]');
    const button = form.querySelector('button');
    if (!window.PublicKeyCredential) {
      note.textContent = 'Ce navigateur ne connaît pas les clés d’accès. Prenez une autre façon de vous connecter.';
      continue;
    }
    button.hidden = false;
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      if (button.getAttribute('aria-disabled') === 'true') return;
      button.setAttribute('aria-disabled', 'true');
      note.textContent = 'Suivez les indications de votre appareil.';
      try {
        const options = await asked(form);
        const answer = await (form.dataset.ceremony === 'create' ? create(options) : get(options));
        form.elements.reponse.value = JSON.stringify(answer);
        form.submit();
      } catch (error) {
        note.textContent = words(error);
        button.removeAttribute('aria-disabled');
      }
    });
  }
})();
