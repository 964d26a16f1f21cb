// Saves while somebody types: what was typed survives a closed lid, a lost session and a dead server.
// Without this script every button of the form saves.
'use strict';
(() => {
  const form = document.querySelector('form[data-draft]');
  if (!form) return;
  const status = form.querySelector('[data-saved]');
  // Not `form.action`: the form's buttons have that name, and stand before the attribute.
  const address = form.getAttribute('action');
  const PAUSE = 1500;
  let timer;
  let saving = false;
  let dirty = false;
  let pressed;

  const tell = (text) => {
    if (status.textContent !== text) status.textContent = text;
  };

  const save = async () => {
    clearTimeout(timer);
    if (saving || !dirty) return;
    saving = true;
    dirty = false;
    const body = new URLSearchParams(new FormData(form));
    body.set('action', 'enregistrer');
    try {
      const answer = await fetch(address, {
        method: 'POST', body, credentials: 'same-origin', keepalive: body.toString().length < 60000,
        headers: { Accept: 'application/json' }, signal: AbortSignal.timeout(10000),
      });
      const told = await answer.json().catch(() => ({}));
      if (answer.ok) {
        form.elements.revision.value = told.revision;
        const now = new Date().toLocaleTimeString('fr-FR', { hour: '2-digit', minute: '2-digit' });
        tell(`Enregistré à ${now}.`);
      } else {
        dirty = true;
        tell(told.told ?? "Pas enregistré : gardez cette page ouverte et appuyez sur « Enregistrer ».");
      }
    } catch {
      dirty = true;
      tell('Pas encore enregistré : pas de liaison. Nouvel essai dans un instant.');
      timer = setTimeout(save, 5000);
    } finally {
      saving = false;
      if (pressed) {
        const { button } = pressed;
        pressed = undefined;
        form.requestSubmit(button);
      }
    }
  };

  const changed = (event) => {
    if (event.target.name === 'recherche' || event.target.name === 'liste') return;
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(save, PAUSE);
  };
  form.addEventListener('input', changed);
  form.addEventListener('change', changed);
  form.addEventListener('submit', (event) => {
    clearTimeout(timer);
    if (saving) {
      // The answer brings the revision that this form has to carry: without it the writer would be told
      // that somebody else had saved.
      event.preventDefault();
      pressed = { button: event.submitter };
      return;
    }
    dirty = false;
  });
  document.addEventListener('visibilitychange', () => { if (document.hidden) save(); });

  // How long a text is, beside what is advised.
  for (const field of form.querySelectorAll('[data-count]')) {
    const count = document.createElement('p');
    count.className = 'hint';
    const show = () => { count.textContent = `${field.value.length} sur ${field.dataset.count} conseillés`; };
    field.after(count);
    field.addEventListener('input', show);
    show();
  }
})();
