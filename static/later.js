// What a page needs after it is there: drafts of what was typed, and htmx where the page uses it.
// Loaded by net.js, whose functions it uses. Same rules: ES5, a comment takes a whole line.
(function () {
'use strict';

var body = document.body;
var user = body.getAttribute('data-u');
var asked;

// drafts: by user and address, never without a user, gone after a day, never hidden fields, passwords, data-nodraft
function key(form) {
  return 'rokad ' + user + ' ' + (form.getAttribute('action') || location.pathname).split('?')[0];
}

function typed(form) {
  return rokad.fields(form).filter(function (pair) {
    var field = form.elements[pair[0]];
    return field.type != 'hidden' && field.type != 'password' && !(field.hasAttribute && field.hasAttribute('data-nodraft'));
  });
}

function keep(event) {
  var form = event.target.form || event.target, pairs;
  if (!user || !form.hasAttribute || !form.hasAttribute('data-send')) return;
  pairs = typed(form);
  if (pairs.length) try {
    localStorage.setItem(key(form), JSON.stringify({at: Date.now(), typed: pairs}));
  } catch (full) {}
}

// an empty form offers what was written before; it never fills itself
function offer(form) {
  var pairs, button;
  try {
    pairs = JSON.parse(localStorage.getItem(key(form))).typed;
  } catch (none) {}
  if (!user || !pairs || !pairs.some(function (pair) {
    var field = form.elements[pair[0]];
    return field && pair[1] && (field.type == 'checkbox' ? !field.checked : !field.value);
  })) return;
  button = rokad.add('button', rokad.words[5], form);
  button.type = 'button';
  button.className = 'offer';
  form.insertBefore(button, form.firstChild);
  button.onclick = function () {
    pairs.forEach(function (pair) {
      var field = form.elements[pair[0]];
      if (field && field.type == 'checkbox') field.checked = true;
      else if (field) field.value = pair[1];
    });
    form.removeChild(button);
    form.querySelector('input:not([type=hidden]),textarea').focus();
  };
}

function dress() {
  [].forEach.call(document.querySelectorAll('form[data-send]'), offer);
  if (window.htmx) htmx.process(body);
  else if (!asked && document.querySelector('[data-hx-get],[data-hx-post]')) asked = setTimeout(fetchHtmx, 1000);
}

function fetchHtmx() {
  var meta = rokad.add('meta', '', document.head);
  meta.name = 'htmx-config';
  meta.content = '{"historyCacheSize":0,"refreshOnHistoryMiss":true,"selfRequestsOnly":true,"allowEval":false,"includeIndicatorStyles":false,"allowScriptTags":false,"timeout":45000}';
  meta = rokad.add('script', '', document.head);
  meta.onload = catchUp;
  meta.src = 'asset:htmx-1.9.12.min.js';
}

// what was typed before htmx was there is searched now
function catchUp() {
  var field = document.querySelector('input[data-hx-get]');
  if (field && field.value != field.defaultValue) htmx.ajax('get', field.getAttribute('data-hx-get'), {source: field});
}

// answers that are meant to be read although they are not 200
addEventListener('htmx:beforeSwap', function (event) {
  if (!/401|409|422/.test(event.detail.xhr.status)) return;
  event.detail.shouldSwap = true;
  event.detail.isError = false;
});

// htmx is silent when the network fails: say so where the answer would have stood
['sendError', 'timeout', 'responseError'].forEach(function (fault) {
  addEventListener('htmx:' + fault, function (event) {
    rokad.add('p', rokad.words[2], event.detail.target).className = 'err';
  });
});

// what to give back is said while one types what was given; its words end in a zero of the digits wanted
addEventListener('input', function (event) {
  var due = event.target.getAttribute('data-due'), line, words, given;
  if (!due) return;
  line = event.target.form.querySelector('[data-back]');
  words = line.getAttribute('data-back');
  given = event.target.value.replace(/[\u0966-\u096f]/g, function (digit) {
    return digit.charCodeAt(0) - 2406;
  }).replace(/[^0-9.]/g, '') * 100 - due;
  line.textContent = given > 0 ? words.slice(0, -1) + (given * .01).toLocaleString('en-IN', {maximumFractionDigits: 2}).replace(/\d/g, function (digit) {
    return String.fromCharCode(words.slice(-1).charCodeAt(0) - 48 + digit.charCodeAt(0));
  }) : '';
});

addEventListener('change', keep);
addEventListener('submit', keep, true);

// Back to what was swapped away: fetch it afresh. A jump to a field (#) is no change of page
function arrive() {
  if (!location.hash && (history.state || 0) != rokad.shown) location.reload();
}

addEventListener('popstate', arrive);

rokad.swapped = function (form, spent) {
  try {
    if (spent) localStorage.removeItem(key(form));
  } catch (none) {}
  dress();
};

try {
  Object.keys(localStorage).forEach(function (name) {
    if (name.indexOf('rokad ')) return;
    if (body.hasAttribute('data-out') || Date.now() - JSON.parse(localStorage[name]).at > 864e5) localStorage.removeItem(name);
  });
} catch (none) {}
arrive();
dress();
})();
