<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60" width="60" height="60" role="img" aria-label="{{name}}">
  <rect x="4" y="4" width="52" height="52" rx="13" fill="{{icon.light.back}}"/>
  <text x="30" y="39" font-family="sans-serif" font-size="26" font-weight="700" text-anchor="middle" fill="{{icon.light.front}}">{{initials}}</text>
</svg>
