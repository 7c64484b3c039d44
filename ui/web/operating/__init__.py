"""What whoever runs the server looks at: health, figures, logs, traces. None of it tells of any person."""
