"""The page on which editors review what was asked: server-rendered, in Chinese, usable by keyboard."""
