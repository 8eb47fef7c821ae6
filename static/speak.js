// A button that reads the words of its page aloud, where the browser can. Without this it stays hidden.
(function () {
var button = document.querySelector('[data-say]'), voice = window.speechSynthesis;
if (!button || !voice) return;
button.hidden = false;
button.onclick = function () {
  var words = new SpeechSynthesisUtterance(document.getElementById('say').textContent);
  words.lang = button.getAttribute('data-say');
  voice.cancel();
  voice.speak(words);
};
})();
