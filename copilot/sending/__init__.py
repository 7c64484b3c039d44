"""Messages out of the community: to the incoming webhooks of Slack, Teams, Discord and Mattermost."""
