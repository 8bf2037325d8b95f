localStorage.setItem("draft", typed);
