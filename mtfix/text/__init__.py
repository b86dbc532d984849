"""What is known of English text: words, letter case, scripts, sentences."""
