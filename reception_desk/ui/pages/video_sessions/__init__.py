"""视频接访: sessions from the application to the archive, and one while people talk."""
