// The clock of the tower, for the page of the town.
const hands = document.querySelectorAll(".hand");

function tick() {
  const now = new Date();
  hands[0].style.rotate = `${now.getHours() * 30}deg`;
}

setInterval(tick, 1000);
