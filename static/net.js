// The sender. A form marked data-send reaches the server exactly once, or its page says that it may not have:
// visible state, 45 s per try, eight tries of the very same body with the same form token. Drafts are in later.js.
// Plain ES5 for Chromium 49. A comment takes a whole line and every statement its semicolon: see web/assets.py.
(function () {
// the one form on its way, and how; form is unset when nothing is
var form, url, body, token, button, line, tries, pressed;
// seconds before each further try
var waits = [2, 5, 10, 20, 40, 60, 60];
// sending | no network, checking | no answer | send again | did it go through? | bring back what was written
var words = (find('meta[name=rokad]') || {content: ''}).content.split('|');

function find(css) {
  return document.querySelector(css);
}

function add(e, text, parent) {
  e = document.createElement(e);
  e.textContent = text;
  return parent.appendChild(e);
}

// [name, value] of what the browser itself would send
function fields(form) {
  return [].filter.call(form.elements, function (e) {
    return e.name && !e.disabled && (/radio|checkbox/.test(e.type) ? e.checked : !/submit|button|file|fieldset/.test(e.type));
  }).map(function (e) {
    return [e.name, e.value.replace(/\r?\n/g, '\r\n')];
  });
}

function say(n) {
  line.textContent = words[n];
  line.className = n ? 'err' : '';
}

function post() {
  var xhr = new XMLHttpRequest();
  onbeforeunload = function (e) {
    return e.returnValue = words[0];
  };
  xhr.open('POST', url);
  xhr.timeout = 45000;
  xhr.setRequestHeader('Content-Type', 'application/x-www-form-urlencoded');
  xhr.setRequestHeader('HX-Request', 'true');
  xhr.onerror = xhr.ontimeout = again;
  xhr.onload = function () {
    var status = xhr.status, text = xhr.responseText;
    if (status > 499 || status == 429) again();
    else {
      onbeforeunload = null;
      if (/^\s*<main id="main/.test(text)) swap(text, status < 400, xhr.getResponseHeader('X-At'));
      else natively();
    }
  };
  xhr.send(body);
}

function again() {
  say(1);
  if (waits[tries]) setTimeout(post, waits[tries++] * 1000);
  else stuck(add('p', '', form));
}

// out of tries: the person decides, still with the same token
function stuck(box) {
  var e = add('button', words[3], box);
  onbeforeunload = null;
  say(2);
  e.type = 'button';
  e.onclick = function () {
    form.removeChild(box);
    say(tries = 0);
    post();
  };
  e = add('a', words[4], box);
  e.className = 'btn';
  e.href = '/entries/' + token;
}

// not our page (a mobile network's own, a proxy's): the browser shows it; the token keeps the entry single
function natively() {
  var e = add('input', '', form);
  e.type = 'hidden';
  e.name = button.name || '';
  e.value = button.value;
  form.setAttribute('action', url);
  HTMLFormElement.prototype.submit.call(form);
}

function swap(text, good, at) {
  var box = document.createElement('div'), sent = form, e, old;
  form = null;
  if (good) history.pushState(++rokad.shown, '', at || location.href);
  box.innerHTML = text;
  while (e = box.firstElementChild) {
    old = document.getElementById(e.id);
    old ? old.parentNode.replaceChild(e, old) : box.removeChild(e);
  }
  e = find('#main');
  document.title = e.getAttribute('data-title') || document.title;
  // the token is spent when it does not come back
  if (rokad.swapped) rokad.swapped(sent, good && text.indexOf(token) < 0);
  e = find('#main [autofocus]') || find('#main .sum,#main .err') || find('h1');
  if (e.tabIndex < 0) e.tabIndex = -1;
  scrollTo(0, 0);
  e.focus();
}

addEventListener('click', function (e) {
  for (pressed = e.target; pressed && pressed.type != 'submit';) pressed = pressed.parentNode;
});

addEventListener('submit', function (e) {
  if (!e.target.hasAttribute('data-send')) return;
  e.preventDefault();
  if (form) return;
  form = e.target;
  button = pressed && pressed.form == form ? pressed : document.createElement('button');
  url = button.getAttribute('formaction') || form.getAttribute('action') || location.href;
  body = fields(form).concat(button.name ? [[button.name, button.value]] : []).map(function (e) {
    return e.map(encodeURIComponent).join('=');
  }).join('&');
  token = (form.elements.form_token || form).value;
  // an output is a live region by itself: screen readers say each state
  line = add('output', '', form);
  [].forEach.call(form.querySelectorAll('button'), function (e) {
    e.disabled = true;
  });
  say(tries = 0);
  post();
});

// drafts, Back and htmx come after the page, and only where it uses them
addEventListener('load', function () {
  if (history.state || find('[data-send],[data-hx-get],[data-hx-post],[data-out]')) add('script', '', document.head).src = 'asset:later.js';
});

window.rokad = {fields: fields, words: words, add: add, shown: history.state || 0};
})();
