node.innerHTML = typed;
