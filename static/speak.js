// A button that reads the words of its page aloud, where the browser can. Without this it stays hidden.
(function () {
var box = document.querySelector('[data-say]'), voice = window.speechSynthesis;
if (!box || !voice) return;
box.hidden = false;
box.onclick = function () {
  var words = new SpeechSynthesisUtterance(document.getElementById('say').textContent);
  words.lang = box.getAttribute('data-say');
  voice.cancel();
  voice.speak(words);
};
})();
